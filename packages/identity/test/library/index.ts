import { counter, defineDatabase, journal, type Store as StoreOf } from '@trellis/store'
import { testDatabases } from '@trellis/store/testing'
import { defineRelations } from 'drizzle-orm'
import { deriveIdentity } from '../../src/schema.ts'
import { defineTables, type Tables } from './tables.ts'

const relate = (tables: Tables) =>
  defineRelations(tables, (r) => ({
    loans: { book: r.one.books({ from: r.loans.bookId, to: r.books.id, optional: false }) },
  }))

/** The domain on which sign-in is tested: a library whose readers sign in. */
export const database = defineDatabase({
  name: 'lending',
  tables: defineTables,
  relations: relate,
  derived: (t) => [
    counter(t.users.loanCount, { counts: t.loans, by: t.loans.readerId }),
    journal(t.loans, { by: [t.loans.bookId, t.loans.readerId] }),
    ...deriveIdentity(t),
  ],
  migrations: new URL('./migrations', import.meta.url),
})
export const { openStore } = database
export const { createTestDatabase, createTestStore } = testDatabases(database)

export type { Tables }
export type Relations = ReturnType<typeof relate>
export type Store = StoreOf<Tables, Relations>
