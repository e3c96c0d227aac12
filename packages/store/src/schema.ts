import type { AnyRelations } from 'drizzle-orm'
import type { Derived } from './derived/declarations.ts'
import type { DerivedNames } from './derived/names.ts'

/** A foreign key, in the names of the database. */
export interface ForeignKey {
  name: string
  table: string
  columns: string[]
  foreignTable: string
  /** The name of the referenced table in the declarations. */
  foreignTableAs: string
  foreignColumns: string[]
}

/** The declarations of a domain, built for one engine. */
export interface Schema<Tables, Relations extends AnyRelations> {
  readonly tables: Tables
  readonly relations: Relations
  readonly foreignKeys: readonly ForeignKey[]
  /** The field of the rows that each column stands for, by `table.column`. */
  readonly fields: ReadonlyMap<string, string>
  /** The derived data that the database or the Store maintains. */
  readonly derived: readonly Derived[]
  /** The same in the names of the database. */
  readonly names: DerivedNames
  /** The folder of the migrations for this engine. */
  readonly migrations: string
}
