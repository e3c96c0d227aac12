import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { defineRelations, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { type Connection, createTestStore, type Store } from '../test/library/index.ts'
import { defineDatabase } from './index.ts'
import { testDatabases } from './testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let authorId: number
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  authorId = await store.write((connection) => addAuthor(connection, 'violator'))
  await store.write((connection) => addReader(connection, 'violator', 'violator@example.com'))
})
afterAll(() => database.remove())

async function addAuthor({ db, tables }: Connection, name: string): Promise<number> {
  const [author] = await db.insert(tables.authors).values({ name }).returning()
  return author?.id ?? expect.fail('the insert returned no row')
}

async function addReader({ db, tables }: Connection, name: string, email: string): Promise<number> {
  const [reader] = await db.insert(tables.readers).values({ name, email }).returning()
  return reader?.id ?? expect.fail('the insert returned no row')
}

async function addBook({ db, tables }: Connection): Promise<number> {
  const [book] = await db.insert(tables.books).values({ authorId, title: 'A', summary: 'A' }).returning()
  return book?.id ?? expect.fail('the insert returned no row')
}

/** The error of a write that a constraint refuses. */
const attempt = (work: (connection: Connection) => Promise<unknown>) =>
  store.write(work).then(
    () => expect.fail('no constraint refused it'),
    (error: unknown) => error,
  )

describe('violation', () => {
  test('a taken value is `unique` with table and column', async () => {
    const sameName = await attempt((connection) => addReader(connection, 'violator', 'other@example.com'))
    expect(store.violation(sameName)).toEqual({ kind: 'unique', columns: 'readers.name_key', fields: ['name'] })
    const sameEmail = await attempt((connection) => addReader(connection, 'other', 'violator@example.com'))
    expect(store.violation(sameEmail)).toEqual({ kind: 'unique', columns: 'readers.email', fields: ['email'] })
  })

  test('a taken pair is `unique` with both columns', async () => {
    const bookId = await store.write(addBook)
    const lend = ({ db, tables }: Connection) => db.insert(tables.loans).values({ bookId, readerId: 1 })
    await store.write(async (connection) => lend(connection))
    const error = await attempt(async (connection) => lend(connection))
    expect(store.violation(error)).toEqual({
      kind: 'unique',
      columns: 'loans.book_id, loans.reader_id',
      fields: ['bookId', 'readerId'],
    })
  })

  test('a broken rule is `check` with its name', async () => {
    const error = await attempt(async ({ db, tables }) =>
      db.insert(tables.influences).values({ influencerId: authorId, influencedId: authorId }),
    )
    expect(store.violation(error)).toEqual({ kind: 'check', constraint: 'influences_not_oneself' })
  })

  test('a missing parent is `foreignKey` with the column that refers to it, its table and its key', async () => {
    const book = { authorId, title: 'A', summary: 'A' }
    const inserted = await attempt(async ({ db, tables }) =>
      db.insert(tables.books).values([book, { ...book, authorId: 999_999 }]),
    )
    const missing = { columns: 'books.author_id', table: 'authors', key: ['999999'] }
    expect(store.violation(inserted)).toEqual({ kind: 'foreignKey', missing })

    const updated = await attempt(async (connection) => {
      const { db, tables } = connection
      const id = await addBook(connection)
      await db.update(tables.books).set({ shelfId: 888_888 }).where(eq(tables.books.id, id)).returning()
    })
    const shelf = { columns: 'books.shelf_id', table: 'shelves', key: ['888888'] }
    expect(store.violation(updated)).toEqual({ kind: 'foreignKey', missing: shelf })
  })

  test('the table of the missing parent has the name of its declaration', async () => {
    const error = await attempt(async ({ db, tables }) =>
      db
        .insert(tables.bookSubjects)
        .select(sql`select ${tables.books.id}, 777777, ${tables.books.createdAt} from ${tables.books}`),
    )
    const missing = { columns: 'book_subjects.subject_id', table: 'subjects', key: ['777777'] }
    expect(store.violation(error)).toEqual({ kind: 'foreignKey', missing })
  })

  test('a missing parent of a pair of columns has both values', async () => {
    let key: string[] = []
    const error = await attempt(async (connection) => {
      const { db, tables } = connection
      const [bookId, otherId] = [await addBook(connection), await addBook(connection)]
      const note = { readerId: 1, body: 'A', depth: 1 }
      const [parent] = await db
        .insert(tables.notes)
        .values({ ...note, bookId: otherId })
        .returning()
      key = [String(parent?.id), String(bookId)]
      // The parent is there, but it is about another book.
      await db.insert(tables.notes).values([
        { ...note, bookId },
        { ...note, bookId, parentId: parent?.id },
      ])
    })
    const missing = { columns: 'notes.parent_id, notes.book_id', table: 'notes', key }
    expect(store.violation(error)).toEqual({ kind: 'foreignKey', missing })
  })

  test('a parent that is still referred to is `foreignKey`', async () => {
    const error = await attempt(async ({ db, tables }) => {
      const [top] = await db.insert(tables.shelves).values({ name: 'A' }).returning()
      await db.insert(tables.shelves).values({ name: 'B', parentId: top?.id ?? null })
      await db.delete(tables.shelves).where(sql`${tables.shelves.parentId} is null`)
    })
    expect(store.violation(error)).toEqual({ kind: 'foreignKey', missing: undefined })
  })

  test('so is one that `restrict` keeps', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'trellis-restrict-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const migration = join(folder, inject('dialect'), '20260101000000_initial')
    mkdirSync(migration, { recursive: true })
    const identity = inject('dialect') === 'postgres' ? ' GENERATED BY DEFAULT AS IDENTITY' : ''
    const create = ['pots (id integer PRIMARY KEY)', 'plants (pot_id integer REFERENCES pots (id) ON DELETE RESTRICT)']
    writeFileSync(
      join(migration, 'migration.sql'),
      create
        .map((text) => `CREATE TABLE ${text.replace('PRIMARY KEY', `PRIMARY KEY${identity}`)};`)
        .join('\n--> statement-breakpoint\n'),
    )
    const garden = defineDatabase({
      name: 'garden',
      tables: (c) => {
        const pots = c.table('pots', { id: c.id() })
        const potId = c.ref().references(() => pots.id, { onDelete: 'restrict' })
        return { pots, plants: c.table('plants', { potId }) }
      },
      relations: (tables) => defineRelations(tables),
      migrations: pathToFileURL(folder),
    })
    const { store, remove } = await testDatabases(garden).createTestStore(inject('templates'), inject('dialect'))
    onTestFinished(remove)
    await store.write(async ({ db, tables }) => {
      const [pot] = await db.insert(tables.pots).values({}).returning()
      await db.insert(tables.plants).values({ potId: pot?.id ?? null })
    })
    const error = await store
      .write(async ({ db, tables }) => db.delete(tables.pots))
      .catch((refused: unknown) => refused)
    expect(store.violation(error)).toEqual({ kind: 'foreignKey', missing: undefined })
  })

  test('is found inside errors that have codes of their own', async () => {
    const cause = await attempt((connection) => addReader(connection, 'other', 'violator@example.com'))
    const wrapped = Object.assign(new Error('wrapped', { cause }), { code: 'INTERNAL_SERVER_ERROR' })
    expect(store.violation(wrapped)).toEqual({ kind: 'unique', columns: 'readers.email', fields: ['email'] })
  })

  test.each([
    ['an error of ours', new Error('ours')],
    ['an error of the system', Object.assign(new Error('gone'), { code: 'ECONNRESET' })],
    ['no error at all', 'SQLITE_CONSTRAINT_UNIQUE'],
  ])('%s is none', (_, error) => {
    expect(store.violation(error)).toBeUndefined()
  })

  test('a statement that makes no sense is none', async () => {
    const error = await attempt(async ({ db }) => db.select({ a: sql`no_such_column` }).from(sql`readers`))
    expect(store.violation(error)).toBeUndefined()
  })
})
