import { and, eq, getColumns, type InferInsertModel, or, sql } from 'drizzle-orm'
import { batched } from './batched.ts'
import type { KitColumn, KitTable } from './dialects/query-builder.ts'
import { type Placeholders, prepared } from './prepared.ts'
import type { Connection } from './store.ts'

interface LinkConnection<Tables> {
  readonly db: Pick<Connection<object, never>['db'], 'insert' | 'delete'>
  readonly tables: Tables
}

/**
 * Adds and removes rows of a table that links two others. A link that is there already is not added again. The
 * statements are small writes that can share a transaction: see `batched`.
 *
 * @param key the columns of the primary key. Several links are written in the order of these columns. If a column's
 *   table has a counter, name that column first: two transactions then lock the counted rows in the same order.
 * @example
 * const loans = linkTable(({ loans }: Tables) => loans, ['bookId', 'readerId'])
 * await loans.add(connection, { bookId: 1, readerId: 2 })
 */
export function linkTable<Tables, Of extends KitTable & Record<Name, KitColumn>, const Name extends string>(
  tableOf: (tables: Tables) => Of,
  key: readonly Name[],
) {
  type On = LinkConnection<Tables>
  type Link = { [One in Name]: Of[One]['_']['data'] & (number | string) }
  type Row = Record<string, unknown>

  /** The columns with a default. Each row computes its own: a prepared statement would keep the first one. */
  const defaultsOf = (table: KitTable) =>
    Object.entries(getColumns(table)).flatMap(([name, { defaultFn }]) =>
      defaultFn ? [[name, defaultFn] as const] : [],
    )
  const withDefaults = ({ tables }: On, link: object) => {
    const defaults: Row = {}
    for (const [name, value] of defaultsOf(tableOf(tables))) defaults[name] = value()
    return { ...defaults, ...link }
  }
  const isLink = (table: Record<Name, KitColumn>, link: Row | Placeholders<Row>) =>
    and(...key.map((name) => eq(table[name], link[name])))
  const keyOf = (table: Record<Name, KitColumn>) => Object.fromEntries(key.map((name) => [name, table[name]]))
  const identity = (link: Row) => key.map((name) => link[name]).join(' ')

  const addOne = prepared(({ db, tables }: On, _: Placeholders<Row>) => {
    const table: KitTable = tableOf(tables)
    const names = [...key, ...defaultsOf(table).map(([name]) => name)]
    const row = Object.fromEntries(names.map((name) => [name, sql.placeholder(name)]))
    return db.insert(table).values(row).onConflictDoNothing()
  })
  const removeOne = prepared(({ db, tables }: On, link: Placeholders<Row>) => {
    const table = tableOf(tables)
    return db.delete(table).where(isLink(table, link)).returning(keyOf(table))
  })

  async function insertAll(connection: On, links: readonly object[]): Promise<void> {
    const table: KitTable = tableOf(connection.tables)
    const rows = links.map((link) => withDefaults(connection, link))
    await connection.db.insert(table).values(rows).onConflictDoNothing()
  }

  /** Removes links of one write in one statement. Resolves to the keys of the links that were there. */
  function removeAll({ db, tables }: On, links: readonly Link[]) {
    const table = tableOf(tables)
    const any = or(...links.map((link) => isLink(table, link)))
    return db.delete(table).where(any).returning(keyOf(table))
  }

  return {
    /** Adds links of one write, in one statement. A link may have values of other columns. */
    addAll: (connection: On, links: readonly (Link & Partial<InferInsertModel<Of>>)[]) => insertAll(connection, links),
    removeAll,
    /** Adds a link, unless it is there. Columns with a default get it. */
    add: batched({
      one: async (connection: On, link: Link) => {
        await addOne(connection, withDefaults(connection, link))
      },
      many: async (connection, links) => {
        await insertAll(connection, links)
        return links.map(() => undefined)
      },
      order: key,
    }),
    /** Removes a link. Resolves to whether it was there. */
    remove: batched({
      one: async (connection: On, link: Link) => (await removeOne(connection, link)).length > 0,
      many: async (connection, links) => {
        const identities = new Set((await removeAll(connection, links)).map(identity))
        return links.map((link) => identities.has(identity(link)))
      },
      order: key,
    }),
  }
}
