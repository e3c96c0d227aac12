import type { Route } from '../rest/index.ts'

/** The least that may call a procedure. */
type Who = 'anyone' | 'viewer' | 'self' | 'service' | 'admin'

/** What the document tells of a procedure beyond its routes. */
export interface Described {
  /** `books.create` */
  readonly path: string
  readonly kind: 'query' | 'mutation'
  readonly who: Who
  /** Every reason it refuses with. */
  readonly reasons: readonly string[]
}

/** What a document is made of. */
export interface DocumentSource {
  readonly info: { title: string; version: string; description: string }
  /** The path below which the routes are served. */
  readonly server: string
  readonly routes: readonly Route[]
  readonly procedures: readonly Described[]
  /** The named schemas of the outputs. */
  readonly views: object
  /** The reasons by name. `code` is tRPC's. */
  readonly reasons: Readonly<Record<string, { readonly code: string }>>
  /** An input of each procedure that shows how it is called. */
  readonly examples: Readonly<Record<string, unknown>>
  /** The name of the session's cookie. */
  readonly cookie: string
  /** What each group of procedures is about. */
  readonly tags: Readonly<Record<string, string>>
}
