import type { AnyRelations } from 'drizzle-orm'

/** The declarations of a domain, made for one engine. */
export interface Schema<Tables, Relations extends AnyRelations> {
  readonly tables: Tables
  readonly relations: Relations
  /** The folder of the migrations for this engine. */
  readonly migrations: string
  /** SQL files: what drizzle-kit does not know of, and how to count again what it counts. */
  readonly programs: string
  readonly recount: string
}
