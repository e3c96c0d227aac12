import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type Connection, createTestStore, type Store } from '../../test/library/index.ts'
import { fold } from '../fold.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())

let id: number
beforeEach(async () => {
  id = await store.write(async ({ db, tables }) => {
    await db.delete(tables.authors)
    const [author] = await db.insert(tables.authors).values({ name: 'Ada' }).returning({ id: tables.authors.id })
    return author?.id ?? 0
  })
})

/** The names and keys after a write. */
async function after(work: (connection: Connection) => Promise<unknown>) {
  await store.write(work)
  const { db, tables } = store.read
  return db
    .select({ name: tables.authors.name, key: tables.authors.nameKey })
    .from(tables.authors)
    .orderBy(tables.authors.id)
}

describe('a folded key is right after', () => {
  const grace = [{ name: 'GRACE', key: fold('GRACE') }]
  test.each<[string, (connection: Connection) => Promise<unknown>, { name: string; key: string }[]]>([
    [
      'an update',
      ({ db, tables: { authors } }) => db.update(authors).set({ name: 'GRACE' }).where(eq(authors.id, id)),
      grace,
    ],
    [
      'an upsert with a value',
      ({ db, tables: { authors } }) =>
        db
          .insert(authors)
          .values({ id, name: 'x' })
          .onConflictDoUpdate({ target: authors.id, set: { name: 'GRACE' } }),
      grace,
    ],
    [
      'an upsert of several rows with the values and keys of each',
      ({ db, tables: { authors } }) =>
        db
          .insert(authors)
          .values([
            { id, name: 'GRACE' },
            { id: id + 1_000, name: 'LIN' },
          ])
          .onConflictDoUpdate({
            target: authors.id,
            set: { name: sql`excluded.name`, nameKey: sql`excluded.name_key` },
          }),
      [...grace, { name: 'LIN', key: fold('LIN') }],
    ],
    [
      'an upsert that sets another column',
      ({ db, tables: { authors } }) =>
        db
          .insert(authors)
          .values({ id, name: 'x' })
          .onConflictDoUpdate({ target: authors.id, set: { bookCount: 0 } }),
      [{ name: 'Ada', key: fold('Ada') }],
    ],
    [
      'an update with a common table expression',
      ({ db, tables: { authors } }) => {
        const chosen = db.$with('chosen').as(db.select({ id: authors.id }).from(authors))
        return db
          .with(chosen)
          .update(authors)
          .set({ name: 'GRACE' })
          .where(sql`${authors.id} in (select id from chosen)`)
      },
      grace,
    ],
    [
      'an insert with a common table expression',
      ({ db, tables: { authors } }) => {
        const chosen = db.$with('chosen').as(db.select({ id: authors.id }).from(authors))
        return db
          .with(chosen)
          .insert(authors)
          .values({ id: id + 1_000, name: 'LIN' })
      },
      [
        { name: 'Ada', key: fold('Ada') },
        { name: 'LIN', key: fold('LIN') },
      ],
    ],
  ])('%s', async (_, work, rows) => {
    expect(await after(work)).toEqual(rows)
  })
})

describe('refused is', () => {
  test.each<[string, (connection: Connection) => Promise<unknown>, string]>([
    [
      'an upsert with an expression and no value for the key',
      ({ db, tables: { authors } }) =>
        db
          .insert(authors)
          .values({ id, name: 'GRACE' })
          .onConflictDoUpdate({ target: authors.id, set: { name: sql`excluded.name` } }),
      'needs a value for the key',
    ],
    [
      'INSERT ... SELECT',
      ({ db, tables: { authors } }) => db.insert(authors).select(db.select().from(authors)),
      'INSERT ... SELECT cannot compute',
    ],
    [
      'a key without its text',
      ({ db, tables: { authors } }) => db.update(authors).set({ nameKey: 'grace' }).where(eq(authors.id, id)),
      'is set by a value for name only',
    ],
  ])('%s', async (_, work, message) => {
    await expect(store.write(async (connection) => work(connection))).rejects.toThrow(message)
    expect(await after(async () => {})).toEqual([{ name: 'Ada', key: fold('Ada') }])
  })
})
