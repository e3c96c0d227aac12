export { type Described, type DocumentSource, type OpenApiDocument, openApiDocument } from './document.ts'
