import { eq, getTableName, type SQL, sql } from 'drizzle-orm'
import type { Connection } from './index.ts'

const count = (rows: string) => sql<number>`(select cast(count(*) as integer) from ${sql.raw(rows)})`

/**
 * Every counter that is not the number of the rows it counts, and every copy that is not its original; none if all is well.
 * Written out, not made of the declarations: it is what they are compared with.
 */
export async function miscounted({ db, tables }: Connection): Promise<object[]> {
  const { authors, shelves, books, subjects, bookSubjects, notes } = tables
  const counters = (
    [
      [authors, 'book_count', count('books where books.author_id = authors.id')],
      [authors, 'influenced_count', count('influences where influences.influencer_id = authors.id')],
      [authors, 'influence_count', count('influences where influences.influenced_id = authors.id')],
      [shelves, 'shelf_count', count('shelves as inner_shelf where inner_shelf.parent_id = shelves.id')],
      [shelves, 'book_count', count('books where books.shelf_id = shelves.id')],
      [subjects, 'book_count', count('book_subjects where book_subjects.subject_id = subjects.id')],
      [books, 'loan_count', count('loans where loans.book_id = books.id')],
      [books, 'note_count', count('notes where notes.book_id = books.id and notes.reader_id is not null')],
      [notes, 'reply_count', count('notes as reply where reply.parent_id = notes.id and reply.reader_id is not null')],
    ] as const
  ).map(([table, column, counted]) => {
    const stored: SQL<number> = sql`${table}.${sql.identifier(column)}`
    const derived = sql<string>`${sql.raw(`'${column}'`)}`
    return { table, query: db.select({ derived, stored, counted }).from(sql`${table}`) }
  })
  const found: { derived: string; stored: unknown; counted: unknown }[] = []
  for (const { table, query } of counters) {
    for (const row of await query) found.push({ ...row, derived: `${getTableName(table)}.${row.derived}` })
  }
  const copies = await db
    .select({ stored: bookSubjects.addedAt, counted: books.createdAt })
    .from(bookSubjects)
    .innerJoin(books, eq(books.id, bookSubjects.bookId))
  for (const copy of copies) found.push({ derived: 'book_subjects.added_at', ...copy })
  return found.filter(({ stored, counted }) => stored !== counted)
}
