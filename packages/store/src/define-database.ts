import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AnyRelations } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import type { Derived } from './derived/declarations.ts'
import { type Miscount, miscounts, recount } from './derived/recount.ts'
import { resolve } from './derived/resolve.ts'
import { dialectOf, dialects } from './dialects/index.ts'
import type { Columns, DialectName } from './dialects/query-builder.ts'
import { type Prepared, prepared, preparedVariants } from './prepared.ts'
import type { Schema } from './schema.ts'
import { fieldsOf, foreignKeysOf } from './schema.ts'
import type { AnyTables, Connection, MigrateOptions, Store, StoreOptions } from './store.ts'

/** The declarations of a domain. */
export interface Definition<Tables extends AnyTables, Relations extends AnyRelations> {
  /** A short name of the domain, in lower-case letters. */
  name: string
  /** Every table, declared once, in the vocabulary of a column kit. */
  tables: (columns: Columns) => Tables
  /** The relations between the tables: drizzle's `defineRelations`. */
  relations: (tables: Tables) => Relations
  /** The folder of the migrations, with a folder for each engine in it. */
  migrations: URL
  /** The data derived from the rows: counters, copies, folded keys, search indexes. */
  derived?: (tables: Tables) => readonly Derived[]
}

/**
 * The functions that operate the database of a domain, on either engine. The type accepts every domain that has the tables, and
 * possibly others.
 */
export interface OperatedDatabase<out Tables extends AnyTables, out Relations extends AnyRelations> {
  readonly name: string
  /** The folder of the migrations, with a folder for each engine in it. */
  readonly migrations: string
  /** The declarations, built for an engine. */
  schema(dialect: DialectName): Schema<Tables, Relations>
  /** Opens a migrated database. */
  openStore(options: StoreOptions): Store<Tables, Relations>
  /** Migrates the database to the current schema. Creates a file that does not exist. Safe to run at every start. */
  migrate(url: string, options?: MigrateOptions): Promise<void>
  /** The migrations that a database does not have yet. */
  pendingMigrations(url: string): Promise<{ name: string; statements: string[] }[]>
  /** Compares every declared counter with the number of rows that it counts. Resolves to the counters that differ. */
  miscounts(connection: Connection<Tables, Relations>): Promise<Miscount[]>
  /** Sets every declared counter to the number of rows that it counts. */
  recount(connection: Connection<Tables, Relations>): Promise<void>
}

/** The database of a domain, on either engine. */
export interface DomainDatabase<Tables extends AnyTables, Relations extends AnyRelations>
  extends OperatedDatabase<Tables, Relations>,
    Prepared<Tables, Relations> {}

/**
 * Takes the declarations of a domain and returns the functions for its databases, typed for that domain.
 *
 * @example
 * export const { openStore, migrate, prepared } = defineDatabase({
 *   name: 'library',
 *   tables: (c) => ({ books: c.table('books', { id: c.id(), title: c.text().notNull() }) }),
 *   relations: (tables) => defineRelations(tables),
 *   migrations: new URL(`../migrations`, import.meta.url),
 * })
 */
export function defineDatabase<Tables extends AnyTables, Relations extends AnyRelations>(
  definition: Definition<Tables, Relations>,
): DomainDatabase<Tables, Relations> {
  const schemas = new Map<DialectName, Schema<Tables, Relations>>()
  const schema = (dialect: DialectName) => {
    const made = schemas.get(dialect) ?? schemaOf(definition, dialect)
    schemas.set(dialect, made)
    return made
  }
  const countersOf = ({ tables }: Connection<Tables, Relations>) => {
    const built = [...schemas.values()].find((one) => one.tables === tables)
    if (!built) throw new Error('The connection belongs to another domain')
    return built.names.counters
  }
  const schemaFor = (url: string) => schema(dialectOf(url).name)
  return {
    name: definition.name,
    migrations: fileURLToPath(definition.migrations),
    schema,
    openStore: (options) => dialectOf(options.url).open(schemaFor(options.url), options),
    migrate: (url, options) => dialectOf(url).migrate(url, schemaFor(url), options),
    pendingMigrations: async (url) => {
      const applied = new Set(await dialectOf(url).appliedMigrations(url))
      return readMigrationFiles({ migrationsFolder: schemaFor(url).migrations })
        .filter(({ name }) => !applied.has(name))
        .map(({ name, sql }) => ({ name, statements: sql }))
    },
    miscounts: (connection) => miscounts(connection, countersOf(connection)),
    recount: (connection) => recount(connection, countersOf(connection)),
    prepared,
    preparedVariants,
  }
}

function schemaOf<Tables extends AnyTables, Relations extends AnyRelations>(
  definition: Definition<Tables, Relations>,
  dialect: DialectName,
): Schema<Tables, Relations> {
  const tables = definition.tables(dialects[dialect].columns)
  const foreignKeys = foreignKeysOf(tables)
  const derived = definition.derived?.(tables) ?? []
  return {
    tables,
    relations: definition.relations(tables),
    foreignKeys,
    fields: fieldsOf(Object.values(tables), derived),
    derived,
    names: resolve(derived, { tables, foreignKeys }),
    migrations: join(fileURLToPath(definition.migrations), dialect),
  }
}
