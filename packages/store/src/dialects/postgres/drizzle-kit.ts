import { getColumns, getTableName, is, sql, type Table } from 'drizzle-orm'
import { index, PgTable } from 'drizzle-orm/pg-core'
import { type DerivedNames, searchName } from '../../derived/names.ts'

/** Adds the search indexes to the definitions of the tables, so that drizzle-kit does not drop them. */
export function withSearchIndexes(tables: readonly Table[], { searches }: DerivedNames): void {
  for (const table of tables) {
    const search = searches.find((one) => one.table === getTableName(table))
    if (!search || !is(table, PgTable)) continue
    const columns = Object.values(getColumns(table)).filter(({ name }) => search.columns.includes(name))
    const indexes = columns.map((column) =>
      index(`${searchName(search.table)}_${column.name}`).using('gin', sql`search_key(${column}) gin_trgm_ops`),
    )
    const extra = Symbol.for('drizzle:ExtraConfigBuilder')
    const declared: unknown = Reflect.get(table, extra)
    Reflect.set(table, extra, (self: unknown) => [
      ...(typeof declared === 'function' ? declared(self) : []),
      ...indexes,
    ])
  }
}
