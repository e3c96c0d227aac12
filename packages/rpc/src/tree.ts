import { type Expressions, type KitColumn, type KitTable, type Placeholders, prepared } from '@trellis/store'
import { type GetColumnData, getTableName, type SQL, sql } from 'drizzle-orm'
import { type Remaining, readInTurn } from './context.ts'
import type { Refuses } from './errors.ts'

/** The number of rows that an answer has at most. */
const MAX_ROWS = 25_000
/** One more, which shows that there are too many. */
const readCount = sql.raw(String(MAX_ROWS + 1))

type TreeConnection = {
  readonly db: Parameters<Expressions['lock']>[0]
  readonly tables: object
  readonly expressions: Pick<Expressions, 'isAmong' | 'jsonList' | 'lock'>
}

/** The id of a row: a number, or a UUID. */
type Id = number | string

/** What a tree is made of. */
interface Declaration<Tables, Of, Columns, Parent extends string, Reason extends string> {
  table(tables: Tables): Of
  /** The column that refers to the row above. */
  readonly parent: Parent
  /** The columns of a row in an answer. */
  columns(table: Of): Columns
  /** The order of siblings: by id unless given. */
  orderBy?(table: Of): SQL
  /** The reason for the refusal of an answer with too many rows. */
  readonly tooMany: Reason
}

/**
 * The queries of rows that form trees: each refers to the row above it, or to none.
 *
 * @example
 * const hierarchy = tree({
 *   table: ({ shelves }: Tables) => shelves,
 *   parent: 'parentId',
 *   columns: (shelves) => getColumns(shelves),
 *   tooMany: 'RESPONSE_TOO_LARGE',
 * })
 */
export function tree<
  Tables extends object,
  Of extends KitTable & Record<'id' | Parent, KitColumn>,
  Columns extends Record<'id' | Parent, KitColumn>,
  const Parent extends string,
  Reason extends string,
>({ table: tableOf, parent, columns, orderBy, tooMany }: Declaration<Tables, Of, Columns, Parent, Reason>) {
  type Row = { id: Id } & Record<Parent, Id | null> & {
      [Name in keyof Columns]: Columns[Name] extends KitColumn ? GetColumnData<Columns[Name]> : never
    }
  type Node = Row & { depth: number }
  type On = TreeConnection & { readonly tables: Tables }
  type Reading = { readonly store: { readonly readInWorker: On } } & {
    readonly remaining?: Remaining['remaining']
  } & Refuses<Reason | 'RESPONSE_TOO_LARGE'>

  const partsOf = (tables: Tables) => {
    const table = tableOf(tables)
    const whole: KitTable = table
    return { table: whole, above: sql.identifier(table[parent].name) }
  }
  /** The rows with these ids, as one JSON list: a driver parses thousands of rows for three times as long. */
  const rowsOf = ({ db, tables, expressions }: On, ids: SQL) => {
    const table = tableOf(tables)
    const rows = sql`${table} where ${expressions.isAmong(table.id, ids)}`
    const list = expressions.jsonList<Row>(columns(table), rows, orderBy?.(table) ?? table.id)
    return db.select({ list }).from(sql`(values (1)) as one`)
  }
  // The recursive queries select only ids, which an index alone can give. `not materialized`: SQLite would complete a longer tree
  // before the limit.
  const ancestors = prepared((connection: On, { id }: Placeholders<{ id: Id }>) => {
    const { table, above } = partsOf(connection.tables)
    return rowsOf(
      connection,
      sql`with recursive chain (id, above) as not materialized (
        select id, ${above} from ${table} where id = ${id}
        union all
        select parent.id, parent.${above} from chain join ${table} as parent on parent.id = chain.above
      ) select id from chain limit ${readCount}`,
    )
  })
  const subtree = prepared((connection: On, { id, maxDepth }: Placeholders<{ id: Id; maxDepth: number }>) => {
    const { table, above } = partsOf(connection.tables)
    return rowsOf(
      connection,
      sql`with recursive branch (id, depth) as not materialized (
        select id, 0 from ${table} where id = ${id}
        union all
        select below.id, branch.depth + 1 from branch join ${table} as below on below.${above} = branch.id
        where branch.depth < ${maxDepth}
      ) select id from branch limit ${readCount}`,
    )
  })
  const rowsInTurn = async (ctx: Reading, read: () => PromiseLike<{ list: Row[] }[]>): Promise<Row[]> => {
    const [answer] = await readInTurn(ctx, read)
    const found = answer?.list ?? []
    if (found.length > MAX_ROWS)
      throw ctx.refuse(tooMany, { message: 'The answer would have more than 25,000 rows. Ask for a smaller tree.' })
    return found
  }

  return {
    /** A row (depth 0) and the rows above it, nearest first. Empty if there is no such row. */
    async ancestors(ctx: Reading, id: Id): Promise<Node[]> {
      const found = await rowsInTurn(ctx, () => ancestors(ctx.store.readInWorker, { id }))
      const byId = new Map<Id | null, Row>(found.map((row) => [row.id, row]))
      const chain: Node[] = []
      for (let row = byId.get(id); row && chain.length < found.length; row = byId.get(row[parent]))
        chain.push({ ...row, depth: chain.length })
      return chain
    },

    /** A row (depth 0) and the rows below it to `maxDepth`: depth first. Empty if there is no such row. */
    async subtree(ctx: Reading, { id, maxDepth }: { id: Id; maxDepth: number }): Promise<Node[]> {
      const found = await rowsInTurn(ctx, () => subtree(ctx.store.readInWorker, { id, maxDepth }))
      const children = Map.groupBy(found, (row): Id | null => row[parent])
      const ordered: Node[] = []
      const stack = found.filter((row) => row.id === id).map((row): Node => ({ ...row, depth: 0 }))
      for (let row = stack.pop(); row && ordered.length < found.length; row = stack.pop()) {
        ordered.push(row)
        const depth = row.depth + 1
        // The last one first, because the stack returns them from its end.
        for (const child of (children.get(row.id) ?? []).toReversed()) stack.push({ ...child, depth })
      }
      return ordered
    },

    /** The ids of a row and of all rows below it, for a condition. */
    below(tables: Tables, id: Id): SQL {
      const { table, above } = partsOf(tables)
      return sql`(with recursive branch (id) as (
        select ${table}.id from ${table} where ${table}.id = ${id}
        union all
        select ${table}.id from branch join ${table} on ${table}.${above} = branch.id
      ) select id from branch)`
    },

    /**
     * Locks the tree until the end of the transaction, because two moves that are valid alone can make a cycle together.
     * Resolves to the condition that the row with the id `above` is not the row `id` itself or below it.
     */
    async withoutCycle(
      { db, tables, expressions }: Pick<On, 'db' | 'tables' | 'expressions'>,
      id: Id,
      parentId: Id | null,
    ): Promise<SQL | undefined> {
      const { table, above } = partsOf(tables)
      await expressions.lock(db, getTableName(table))
      if (parentId === null) return undefined
      // Walks up: a row has few ancestors.
      return sql`not exists (with recursive chain (id, above) as (
        select own.id, own.${above} from ${table} as own where own.id = ${parentId}
        union all
        select parent.id, parent.${above} from chain join ${table} as parent on parent.id = chain.above
      ) select 1 from chain where chain.id = ${id})`
    },
  }
}
