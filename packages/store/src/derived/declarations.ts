import { type AnyColumn, getColumns, type Table } from 'drizzle-orm'

/** A column of a table. */
export type ColumnOf<Of extends Table> = Of['_']['columns'][string]

/** A number column that holds the number of rows that refer to its row. */
export interface Counter {
  readonly kind: 'counter'
  readonly column: AnyColumn
  readonly counts: Table
  readonly by: AnyColumn
  readonly unlessNull: AnyColumn | undefined
}

/** A column that holds a value of the row that another column refers to. */
export interface Copy {
  readonly kind: 'copy'
  readonly column: AnyColumn
  readonly of: AnyColumn
  readonly by: AnyColumn
}

/** A column of keys that holds `fold` of another column of its row. */
export interface FoldedKey {
  readonly kind: 'foldedKey'
  readonly column: AnyColumn
  readonly of: AnyColumn
}

/** An index for substring search in columns of a table. */
export interface Search {
  readonly kind: 'search'
  readonly table: Table
  readonly columns: readonly AnyColumn[]
}

/** A table whose rows are never updated. */
export interface AppendOnly {
  readonly kind: 'appendOnly'
  readonly table: Table
}

/** A table whose changes are in the journal. */
export interface Journaled {
  readonly kind: 'journal'
  readonly table: Table
  readonly by: readonly AnyColumn[]
}

/** A table of which no two rows of one `by` overlap in time. */
export interface NoOverlap {
  readonly kind: 'noOverlap'
  readonly table: Table
  readonly by: AnyColumn
  readonly from: AnyColumn
  readonly to: AnyColumn
}

/** What the database maintains or enforces by an object that is generated from the declaration. */
export type Derived = Counter | Copy | FoldedKey | Search | AppendOnly | Journaled | NoOverlap

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
): Counter {
  return { kind: 'counter', column, counts, by, unlessNull }
}

/**
 * The column holds the value that `of` has in the row to which `by` refers. Triggers update it after inserts and after
 * changes of the original.
 *
 * @example copied(t.bookShelves.publishedAt, { of: t.books.publishedAt, by: t.bookShelves.bookId })
 */
export function copied(column: AnyColumn, { of, by }: { of: AnyColumn; by: AnyColumn }): Copy {
  return { kind: 'copy', column, of, by }
}

/**
 * The column holds `fold` of another column of the same row. The Store sets it at each insert and update of that
 * column.
 *
 * @example foldedKey(t.authors.nameKey, t.authors.name)
 */
export function foldedKey(column: AnyColumn, of: AnyColumn): FoldedKey {
  return { kind: 'foldedKey', column, of }
}

/**
 * An index that finds any text of 3 characters or more in the columns: see `Expressions.matching`.
 *
 * @example search(t.books, ['title', 'summary'])
 */
export function search<Searched extends Table>(
  table: Searched,
  columns: readonly [keyof Searched['_']['columns'] & string, ...(keyof Searched['_']['columns'] & string)[]],
): Search {
  return { kind: 'search', table, columns: columns.flatMap((name) => getColumns(table)[name] ?? []) }
}

/**
 * A trigger refuses every UPDATE of the table. Rows can be inserted, and deleted when they have been kept long enough.
 *
 * @example appendOnly(t.loanEvents)
 */
export function appendOnly(table: Table): AppendOnly {
  return { kind: 'appendOnly', table }
}

/**
 * Every change of a row of the table is in the journal, in the transaction of the change: see `Journal`. The journal has the
 * primary key of the row, and the columns of `by`, references or text, by which subscribers choose the changes that they get.
 *
 * @example journal(t.loans, { by: [t.loans.bookId] })
 */
export function journal<Of extends Table>(table: Of, { by = [] }: { by?: readonly ColumnOf<Of>[] } = {}): Journaled {
  return { kind: 'journal', table, by }
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
): NoOverlap {
  return { kind: 'noOverlap', table, by, from, to }
}
