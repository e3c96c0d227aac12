import type { Route } from '../rest/index.ts'

/** The least that may call a procedure. */
type Who = 'anyone' | 'viewer' | 'self' | 'service' | 'admin'

/** The description of a procedure, besides its routes. */
export interface Described {
  /** `books.create` */
  readonly path: string
  readonly kind: 'query' | 'mutation'
  readonly who: Who
  /** Every reason it refuses with. */
  readonly reasons: readonly string[]
}

/** The input of the document. */
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
  /** An example input of each procedure. */
  readonly examples: Readonly<Record<string, unknown>>
  /** The name of the session's cookie. */
  readonly cookie: string
  /** The description of each group of procedures. */
  readonly tags: Readonly<Record<string, string>>
}
