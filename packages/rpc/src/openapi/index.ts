export { type OpenApiDocument, openApiDocument } from './document.ts'
export type { Described, DocumentSource } from './source.ts'
