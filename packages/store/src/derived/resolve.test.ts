import { defineRelations } from 'drizzle-orm'
import { describe, expect, inject, test } from 'vitest'
import { appendOnly, type Columns, copied, counter, type Derived, defineDatabase, foldedKey, search } from '../index.ts'

function library(c: Columns) {
  const authors = c.table('authors', {
    id: c.id(),
    name: c.text().notNull(),
    nameKey: c.foldedKey(),
    bookCount: c.count(),
  })
  const books = c.table('books', {
    id: c.id(),
    title: c.text().notNull(),
    authorId: c
      .ref()
      .notNull()
      .references(() => authors.id),
    shelfId: c.ref(),
    authorName: c.text().notNull(),
  })
  return { authors, books }
}
type Library = ReturnType<typeof library>

const complete = (t: Library): Derived[] => [
  counter(t.authors.bookCount, { counts: t.books, by: t.books.authorId }),
  foldedKey(t.authors.nameKey, t.authors.name),
  copied(t.books.authorName, { of: t.authors.name, by: t.books.authorId }),
  search(t.books, ['title']),
  appendOnly(t.books),
]

/** The declarations, built for the engine under test. */
const declare = (derived: (t: Library) => Derived[]) =>
  defineDatabase({
    name: 'library',
    tables: library,
    relations: (tables) => defineRelations(tables),
    derived,
    migrations: new URL('file:///nowhere'),
  }).schema(inject('dialect'))

test('declarations are resolved to the names of the database', () => {
  const { names, foreignKeys } = declare(complete)
  expect(foreignKeys).toEqual([
    expect.objectContaining({
      table: 'books',
      columns: ['author_id'],
      foreignTable: 'authors',
      foreignColumns: ['id'],
    }),
  ])
  expect(names).toEqual({
    counters: [
      { table: 'authors', key: 'id', column: 'book_count', counts: 'books', by: 'author_id', unlessNull: undefined },
    ],
    copies: [
      {
        table: 'books',
        column: 'author_name',
        by: 'author_id',
        of: { table: 'authors', key: 'id', column: 'name' },
      },
    ],
    searches: [{ table: 'books', columns: ['title'] }],
    appendOnly: ['books'],
    journals: [],
    overlaps: [],
  })
})

describe('an error names the forgotten step', () => {
  test.each<[string, (t: Library) => Derived[], string]>([
    [
      'a counter that is not declared',
      (t) => complete(t).filter(({ kind }) => kind !== 'counter'),
      'authors.book_count needs a counter(...) in `derived`',
    ],
    [
      'a folded key that is not declared',
      (t) => complete(t).filter(({ kind }) => kind !== 'foldedKey'),
      'authors.name_key needs a foldedKey(...) in `derived`',
    ],
    [
      'a counter by a column without a foreign key',
      (t) => [...complete(t), counter(t.authors.bookCount, { counts: t.books, by: t.books.shelfId })],
      'counter(authors.book_count): books.shelf_id has no foreign key to authors',
    ],
    [
      'a copy by a column without a foreign key',
      (t) => [...complete(t), copied(t.books.authorName, { of: t.authors.name, by: t.books.shelfId })],
      'copied(books.author_name): books.shelf_id has no foreign key to authors',
    ],
  ])('%s', (_, derived, message) => {
    expect(() => declare(derived)).toThrow(message)
  })

  test('the compiler refuses wrong declarations', () => {
    declare((t) => {
      // @ts-expect-error The table has no such column.
      search(t.books, ['subtitle'])
      return complete(t)
    })
  })
})
