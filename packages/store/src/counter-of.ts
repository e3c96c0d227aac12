import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import { batched } from './batched.ts'
import type { KitColumn, KitTable } from './dialects/query-builder.ts'
import type { ArrayParam } from './expressions.ts'
import { type Placeholders, prepared } from './prepared.ts'
import type { Connection } from './store.ts'

interface CounterConnection<Tables> {
  readonly db: Pick<Connection<object, never>['db'], 'select'>
  readonly tables: Tables
  readonly expressions: Connection<object, never>['expressions']
}

/**
 * Reads a counter of the row with an id, or `undefined` if there is no row. The reads of writes that share a transaction
 * are one statement: see `batched`. With `unlessNull`, a row without a value in that column is not read.
 *
 * @example
 * const loanCountOf = counterOf(({ books }: Tables) => books, 'loanCount')
 * await loanCountOf(connection, { id: 1 })
 */
export function counterOf<Tables, Name extends string>(
  tableOf: (tables: Tables) => KitTable & Record<Name | 'id', KitColumn>,
  name: Name,
  { unlessNull }: { unlessNull?: Name } = {},
) {
  type On = CounterConnection<Tables>

  const select = ({ db, tables }: On, condition: (id: KitColumn) => SQL) => {
    const table = tableOf(tables)
    const columns = { id: sql`${table.id}`.mapWith(Number), count: sql`${table[name]}`.mapWith(Number) }
    const from: KitTable = table
    return db
      .select(columns)
      .from(from)
      .where(and(condition(table.id), unlessNull && isNotNull(table[unlessNull])))
  }
  const selectOne = prepared((on: On, { id }: Placeholders<{ id: number }>) => select(on, (column) => eq(column, id)))
  const selectMany = prepared((on: On, { ids }: Placeholders<{ ids: ArrayParam }>) =>
    select(on, (column) => on.expressions.isAmong(column, on.expressions.unnest(ids))),
  )
  return batched({
    one: async (connection: On, { id }: { id: number }) => (await selectOne(connection, { id }))[0]?.count,
    many: async (connection, rows) => {
      const ids = [...new Set(rows.map(({ id }) => id))]
      const counts = await selectMany(connection, { ids: connection.expressions.arrayParam(ids) })
      const byId = new Map(counts.map(({ id, count }) => [id, count]))
      return rows.map(({ id }) => byId.get(id))
    },
    order: ['id'],
  })
}
