import type { AnyTRPCRouter } from '@trpc/server'
import { procedures } from '../procedures.ts'
import { routesOf } from '../rest/index.ts'
import { type OpenApiDocument, openApiDocument } from './document.ts'
import type { DocumentSource } from './source.ts'

/** What the document says that the procedures do not. */
export interface ApiDescription {
  readonly title: string
  readonly version: string
  readonly description: string
  readonly reasons: DocumentSource['reasons']
  /** The named schemas of the outputs. */
  readonly views?: object
  /** Example inputs by the path of the procedure. Without one, the numbers of the schema are the example. */
  readonly examples?: DocumentSource['examples']
  /** The description of each noun. */
  readonly nouns?: DocumentSource['tags']
}

/** The OpenAPI document of the REST routes of a router, below `/api`. */
export function openApiOf(
  router: AnyTRPCRouter,
  { title, version, description, reasons, views = {}, examples = {}, nouns = {} }: ApiDescription,
): OpenApiDocument {
  return openApiDocument({
    info: { title, version, description },
    server: '/api',
    routes: routesOf(router),
    // Every mutation can fail with this.
    procedures: procedures(router).map((procedure) =>
      procedure.kind === 'mutation'
        ? { ...procedure, reasons: [...procedure.reasons, 'KEY_REUSED', 'CHANGED_MEANWHILE'] }
        : procedure,
    ),
    views,
    reasons,
    examples,
    cookie: 'better-auth.session_token',
    tags: nouns,
  })
}
