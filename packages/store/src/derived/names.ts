import { type Column, getColumnTable, getTableName } from 'drizzle-orm'

/** The names in this file are the names in the database. */

/**
 * A counter: `table.column` is the number of rows of `counts` whose `by` is `key` and whose `unlessNull` is not null.
 */
export interface CounterNames {
  table: string
  key: string
  column: string
  counts: string
  by: string
  unlessNull: string | undefined
}

/** The key of the row whose counter counts a row, as SQL. Null for a row that is not counted. */
export const countedKey = ({ by, unlessNull }: CounterNames, row: string): string =>
  unlessNull === undefined ? `${row}.${by}` : `CASE WHEN ${row}.${unlessNull} IS NOT NULL THEN ${row}.${by} END`

/** The number of rows that a counter counts for a row of its table, as SQL. */
export const countOf = ({ table, key, counts, by, unlessNull }: CounterNames): string =>
  `(SELECT count(*) FROM ${counts} AS counted WHERE counted.${by} = ${table}.${key}${unlessNull === undefined ? '' : ` AND counted.${unlessNull} IS NOT NULL`})`

/** The columns on which it depends. */
export const countedBy = ({ by, unlessNull }: CounterNames): string[] =>
  unlessNull === undefined ? [by] : [by, unlessNull]

/** A copy: `table.column` is the value of `of.column` in the row whose `of.key` is `table.by`. */
export interface CopyNames {
  table: string
  column: string
  by: string
  of: { table: string; key: string; column: string }
}

/** A search index over columns of a table with an `id`. */
export interface SearchNames {
  table: string
  columns: string[]
}

/** A column of a journaled table: its name in the database and in the declarations. */
export interface JournalColumn {
  name: string
  as: string
}

/** A table whose changes are in the journal. */
export interface JournalNames {
  table: string
  /** The name of the table in the declarations. */
  as: string
  key: JournalColumn[]
  by: JournalColumn[]
  /** Whether updates of other columns are left out. */
  isByOnly: boolean
}

/** A column with its type in the database. */
export interface TypedColumn {
  name: string
  type: string
}

/** A table of which no two rows of one `by` overlap. */
export interface OverlapNames {
  /** The name of the constraint. */
  name: string
  /** The name of the check that a row ends after it starts. */
  check: string
  table: string
  by: TypedColumn
  from: TypedColumn
  to: TypedColumn
}

/** The derived data that the database maintains. */
export interface DerivedNames {
  counters: CounterNames[]
  copies: CopyNames[]
  searches: SearchNames[]
  /** The tables whose rows are never updated. */
  appendOnly: string[]
  journals: JournalNames[]
  overlaps: OverlapNames[]
}

/** The search index of a table, on the engine that has one index for all columns. */
export const searchName = (table: string): string => `${table}_search`

/** The values of a list, grouped by a key, in the order of first appearance. */
export function grouped<Value>(values: Value[], keyOf: (value: Value) => string): [string, Value[]][] {
  return [...Map.groupBy(values, keyOf)]
}

/**
 * The declaration of the search index for columns of a table.
 *
 * @throws if there is no such index: a search would scan the table.
 */
export function searched(searches: readonly SearchNames[], columns: readonly [Column, ...Column[]]) {
  const table = getTableName(getColumnTable(columns[0]))
  const names = columns.map(({ name }) => name)
  const declared = searches.find((one) => one.table === table && names.every((name) => one.columns.includes(name)))
  if (!declared) throw new Error(`${table} (${names.join(', ')}) needs a search(...) in \`derived\``)
  return { table, names, all: declared.columns.length === names.length }
}
