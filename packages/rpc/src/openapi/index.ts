export { type OpenApiDocument, openApiDocument } from './document.ts'
export { type ApiDescription, openApiOf } from './of-router.ts'
export type { DocumentSource } from './source.ts'
