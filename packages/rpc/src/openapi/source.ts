import type { Procedure } from '../procedures.ts'
import type { Route } from '../rest/index.ts'

/** The input of the document. */
export interface DocumentSource {
  readonly info: { title: string; version: string; description: string }
  /** The path below which the routes are served. */
  readonly server: string
  readonly routes: readonly Route[]
  readonly procedures: readonly Pick<Procedure, 'path' | 'access' | 'reasons'>[]
  /** The named schemas of the outputs. */
  readonly views: object
  /** The reasons by name. `code` is tRPC's. */
  readonly reasons: Readonly<Record<string, { readonly code: string }>>
  /** Example inputs by the path of the procedure. Without one, the numbers of the schema are the example. */
  readonly examples: Readonly<Record<string, unknown>>
  /** The name of the session's cookie. */
  readonly cookie: string
  /** The description of each group of procedures. */
  readonly tags: Readonly<Record<string, string>>
}
