import { type Columns, defineDatabase, foldedKey, type Store as StoreOf } from '@trellis/store'
import { defineRelations, sql } from 'drizzle-orm'

/** A library: authors have books, readers borrow them, and shelves stand in shelves. */
function defineTables(c: Columns) {
  const authors = c.table('authors', { id: c.id(), name: c.text().notNull().unique() })
  const books = c.table('books', {
    id: c.id(),
    title: c.text().notNull(),
    titleKey: c.key().notNull(),
    authorId: c
      .ref()
      .notNull()
      .references(() => authors.id),
  })
  const loans = c.table('loans', {
    id: c.id(),
    bookId: c
      .ref()
      .notNull()
      .unique()
      .references(() => books.id),
    readerId: c.ref().notNull(),
    note: c.text(),
  })
  const shelves = c.table('shelves', { id: c.id(), parentId: c.ref() }, (t) => [
    c.foreignKey({ name: 'shelves_parent', columns: [t.parentId], foreignColumns: [t.id] }),
    c.check('shelves_not_in_itself', sql`${t.parentId} <> ${t.id}`),
  ])
  return { authors, books, loans, shelves }
}

export type Tables = ReturnType<typeof defineTables>

const relate = (tables: Tables) =>
  defineRelations(tables, (r) => ({
    authors: { books: r.many.books({ from: r.authors.id, to: r.books.authorId }) },
    books: { author: r.one.authors({ from: r.books.authorId, to: r.authors.id, optional: false }) },
  }))

export type Store = StoreOf<Tables, ReturnType<typeof relate>>

/** The library's database. */
export const library = defineDatabase({
  name: 'lending',
  tables: defineTables,
  relations: relate,
  derived: (t) => [foldedKey(t.books.titleKey, t.books.title)],
  migrations: new URL('./migrations', import.meta.url),
})
