export { type ApiDescription, type OpenApiDocument, openApiOf } from './document.ts'
