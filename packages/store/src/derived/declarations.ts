import { type AnyColumn, getColumns, type Table } from 'drizzle-orm'

/** A column of a table. */
type ColumnOf<Of extends Table> = Of['_']['columns'][string]

/**
 * The column holds the number of rows of `counts` whose column `by` refers to its row. Triggers update it after every
 * statement that changes those rows, cascades included. With `unlessNull`, rows without a value in that column are not
 * counted.
 *
 * @example counter(t.books.loanCount, { counts: t.loans, by: t.loans.bookId })
 */
export function counter<Counted extends Table>(
  column: AnyColumn,
  { counts, by, unlessNull }: { counts: Counted; by: ColumnOf<Counted>; unlessNull?: ColumnOf<Counted> },
): { kind: 'counter'; column: AnyColumn; counts: Table; by: AnyColumn; unlessNull: AnyColumn | undefined } {
  return { kind: 'counter', column, counts, by, unlessNull }
}

/**
 * The column holds the value that `of` has in the row to which `by` refers. Triggers update it after inserts and after
 * changes of the original.
 *
 * @example copied(t.bookShelves.publishedAt, { of: t.books.publishedAt, by: t.bookShelves.bookId })
 */
export function copied(column: AnyColumn, { of, by }: { of: AnyColumn; by: AnyColumn }) {
  return { kind: 'copy' as const, column, of, by }
}

/**
 * The column holds `fold` of another column of the same row. The Store sets it at each insert and update of that
 * column.
 *
 * @example foldedKey(t.authors.nameKey, t.authors.name)
 */
export function foldedKey(column: AnyColumn, of: AnyColumn) {
  return { kind: 'foldedKey' as const, column, of }
}

/**
 * An index that finds any text of 3 characters or more in the columns: see `Expressions.matching`.
 *
 * @example search(t.books, ['title', 'summary'])
 */
export function search<Searched extends Table>(
  table: Searched,
  columns: readonly [keyof Searched['_']['columns'] & string, ...(keyof Searched['_']['columns'] & string)[]],
): { kind: 'search'; table: Table; columns: AnyColumn[] } {
  return { kind: 'search', table, columns: columns.flatMap((name) => getColumns(table)[name] ?? []) }
}

/**
 * A trigger refuses every UPDATE of the table. Rows can be inserted, and deleted when they have been kept long enough.
 *
 * @example appendOnly(t.loanEvents)
 */
export function appendOnly(table: Table) {
  return { kind: 'appendOnly' as const, table }
}

/**
 * Every change of a row of the table is in the journal, in the transaction of the change: see `Journal`. The journal has the
 * primary key of the row, and the columns of `by`, references or text, by which subscribers choose the changes that they get.
 *
 * `updates: 'by'` leaves out the updates of other columns, for a table whose rows are updated often.
 *
 * @example journal(t.loans, { by: [t.loans.bookId] })
 */
export function journal<Of extends Table>(
  table: Of,
  { by = [], updates = 'all' }: { by?: readonly ColumnOf<Of>[]; updates?: 'all' | 'by' } = {},
): { kind: 'journal'; table: Table; by: readonly AnyColumn[]; updates: 'all' | 'by' } {
  return { kind: 'journal', table, by, updates }
}

/**
 * No two rows with the same `by` overlap in time: the database decides, for concurrent writers too. The time of a row is from `from`
 * to before `to`, so that one may start when another ends. A row without `to` has no end. A row without `by` or `from` overlaps
 * nothing. A violation is of the kind `overlap`, and is declared as the reason `{ overlap: 'loans.book_id' }`. A row that does not end
 * after it starts violates the check `loans_lent_at_before_returned_at`.
 *
 * @example noOverlap(t.loans, { by: t.loans.bookId, from: t.loans.lentAt, to: t.loans.returnedAt })
 */
export function noOverlap<Of extends Table>(
  table: Of,
  { by, from, to }: { by: ColumnOf<Of>; from: ColumnOf<Of>; to: ColumnOf<Of> },
): { kind: 'noOverlap'; table: Table; by: AnyColumn; from: AnyColumn; to: AnyColumn } {
  return { kind: 'noOverlap', table, by, from, to }
}

export type Counter = ReturnType<typeof counter>
export type FoldedKey = ReturnType<typeof foldedKey>
export type Journaled = ReturnType<typeof journal>
export type NoOverlap = ReturnType<typeof noOverlap>
type Other = ReturnType<typeof copied | typeof search | typeof appendOnly>

/** Data that the database maintains, or a rule that it enforces, by an object that is generated from the declaration. */
export type Derived = Counter | FoldedKey | Journaled | NoOverlap | Other
