import type { Column, EmptyRelations, SQL, SQLWrapper, Table } from 'drizzle-orm'
import type { QueryBuilder } from './dialects/query-builder.ts'
import type { Words } from './words.ts'

/** A list of ids or texts in the form that an engine accepts for one placeholder. */
export type ArrayParam = string | number[] | string[]

/** The expressions that differ between the engines. */
export interface Expressions {
  /** Whether `text`, taken literally, occurs in a column of folded keys. */
  keyContains(key: SQLWrapper, text: SQLWrapper | string): SQL<boolean>
  /**
   * The ids of the rows that contain `text` in any case in one of the columns, which must belong to one table and have
   * a search index. The text must have at least 3 code points and must not be lower-cased: the index treats the lower
   * case of `İ` as another character.
   */
  matching(columns: readonly [Column, ...Column[]], text: SQLWrapper | string): SQL
  /**
   * Whether one of the columns, which are of one table and have a search index, contains these words. Without an
   * indexed part it is a scan, and the caller must limit the rows.
   */
  hasWords(columns: readonly [Column, ...Column[]], words: Words): SQL
  /** Whether `values` selects the value of a column. An index of the column can find it. */
  isAmong(column: SQLWrapper, values: SQLWrapper): SQL
  /**
   * Whether a column contains `text` in any case: a scan, for texts too short for the index. The caller must limit the
   * rows.
   */
  textContains(column: SQLWrapper, text: SQLWrapper | string): SQL<boolean>
  /**
   * The rows of `from` as a JSON list of objects, in the order of `orderBy`. A flat statement can read them as one
   * column, in place of a nested relational query. `[]` if there are no rows. Columns have the values that they have in rows.
   */
  jsonList<Item>(item: { [Key in keyof Item]: SQLWrapper }, from: SQL, orderBy: SQLWrapper): SQL<Item[]>
  /** A subquery with the column `value`, for a placeholder whose value is `arrayParam(...)`: one statement for lists of any length. */
  unnest(list: SQLWrapper, of?: 'ids' | 'text' | 'uuids'): SQL
  /** The value of that placeholder. */
  arrayParam(values: number[] | string[]): ArrayParam
  /**
   * The ids that `rows` selects for each `value` of `groups`. With a limit in `rows`, an index can return the first
   * rows of each group without reading the others.
   */
  ofEach(groups: SQL, rows: (value: SQL) => SQL): SQL
  /**
   * The ids of the `count` rows with the highest `rank`, among the rows that `rows` selects for each `value` of `groups`. `rows`
   * selects `id` and `rank`, which is a time or a number.
   */
  highestOfEach(groups: SQL, rows: (value: SQL) => SQL, count: SQLWrapper): SQL
  /**
   * Locks the rows of a table with an id that a condition selects until the end of the transaction, in the order of their ids: two
   * transactions that lock the same rows then wait for each other, and do not deadlock. `update` locks them as their deletion
   * does, `no key update` as a change does, for which rows that refer to them need not wait.
   */
  lockRows(
    db: Pick<QueryBuilder<EmptyRelations>, 'select'>,
    table: Table,
    rows: SQL | undefined,
    strength?: 'update' | 'no key update',
  ): Promise<void>
  /** Takes a lock until the end of the transaction. Other transactions wait for the same lock. */
  lock(db: Pick<QueryBuilder<EmptyRelations>, 'select'>, name: string): Promise<void>
}
