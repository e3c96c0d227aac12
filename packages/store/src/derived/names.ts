/** Everything here is a name as the database has it. */

/** A counter: `table.column` is the number of the rows of `counts` whose `by` is the row's `key` and which have `unlessNull`. */
export interface CounterNames {
  table: string
  key: string
  column: string
  counts: string
  by: string
  unlessNull: string | undefined
}

/** The key that a row of the counted table counts for, as SQL: null for a row that does not count. */
export const countedKey = ({ by, unlessNull }: CounterNames, row: string): string =>
  unlessNull === undefined ? `${row}.${by}` : `CASE WHEN ${row}.${unlessNull} IS NOT NULL THEN ${row}.${by} END`

/** The columns on which it depends. */
export const countedBy = ({ by, unlessNull }: CounterNames): string[] =>
  unlessNull === undefined ? [by] : [by, unlessNull]

/** A copy: `table.column` is what `of.column` has in the row whose `of.key` is `table.by`. */
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

/** What the database derives. */
export interface DerivedNames {
  counters: CounterNames[]
  copies: CopyNames[]
  searches: SearchNames[]
}

/** The search index of a table, on the engine that has one for all its columns. */
export const searchName = (table: string): string => `${table}_search`

/** The values of a list by a key, in the order of their first appearance. */
export function grouped<Value>(values: Value[], keyOf: (value: Value) => string): [string, Value[]][] {
  return [...Map.groupBy(values, keyOf)]
}
