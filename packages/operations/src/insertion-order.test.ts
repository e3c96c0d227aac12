import { type Columns, defineDatabase, type KitColumn } from '@trellis/store'
import { library } from '@trellis/store/testing/library'
import { defineRelations } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { insertionOrder } from './insertion-order.ts'

/** Declared in an order in which the rows cannot be inserted. Authors and books refer to each other. */
function defineTables(c: Columns) {
  const loans = c.table('loans', { id: c.id(), bookId: c.ref().notNull() }, (t) => [
    c.foreignKey({ columns: [t.bookId], foreignColumns: [books.id] }),
  ])
  const books = c.table('books', {
    id: c.id(),
    authorId: c
      .ref()
      .notNull()
      .references((): KitColumn => authors.id),
    sequelId: c.ref().references((): KitColumn => books.id),
  })
  const authors = c.table('authors', { id: c.id(), bestBookId: c.ref() }, (t) => [
    c.foreignKey({ columns: [t.bestBookId], foreignColumns: [books.id] }),
  ])
  return { loans, books, authors }
}

const shop = defineDatabase({
  name: 'shop',
  tables: defineTables,
  relations: (tables) => defineRelations(tables),
  migrations: new URL('none', import.meta.url),
})

test('a table comes after those that it refers to; in a circle, a field that may be null is deferred', () => {
  expect(insertionOrder(shop.schema('sqlite'))).toEqual([
    { name: 'authors', deferred: [{ field: 'bestBookId', refersTo: undefined }] },
    { name: 'books', deferred: [{ field: 'sequelId', refersTo: 'id' }] },
    { name: 'loans', deferred: [] },
  ])
})

test('of a key of several columns, only those that may be null are deferred', () => {
  const deferred = new Map(insertionOrder(library.schema('sqlite')).map((table) => [table.name, table.deferred]))
  expect(deferred.get('notes')).toEqual([{ field: 'parentId', refersTo: 'id' }])
  expect(deferred.get('shelves')).toEqual([{ field: 'parentId', refersTo: 'id' }])
})

test('a circle in which no field may be null is refused', () => {
  const { tables, foreignKeys } = shop.schema('sqlite')
  const back = { ...foreignKeys[0], name: 'back', table: 'authors', columns: ['id'], foreignColumns: ['id'] }
  const circle = [...foreignKeys, { ...back, foreignTable: 'books', foreignTableAs: 'books' }]
  expect(() => insertionOrder({ tables, foreignKeys: circle })).toThrow('refer to each other')
})
