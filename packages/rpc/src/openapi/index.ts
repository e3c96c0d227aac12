export { type OpenApiDocument, openApiDocument } from './document.ts'
export type { DocumentSource } from './source.ts'
