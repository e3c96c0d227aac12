import { eq, inArray, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore, type Store } from '../test/library/index.ts'
import { fold } from './fold.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let authorId: number
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  authorId = await store.write(async ({ db, tables }) => {
    const [author] = await db.insert(tables.authors).values({ name: 'a' }).returning()
    return author?.id ?? expect.fail('the insert returned no row')
  })
  await add(texts.map((summary) => ({ title: 'x', summary })))
})
afterAll(() => database.remove())

const texts = [
  'Discounts of 50% on everything',
  'Discounts of 50 on everything',
  'snake_case and camelCase',
  'snakeXcase',
  'She said "relational" twice',
  "It's a backslash: C:\\temp\\new",
  'ÉCOLE de la République',
  'une école',
  'Straße nach Süden',
  'ΟΔΟΣΙΑ',
  'İstanbul',
  'Привет, мир',
  '日本語の本',
  'ship it 🚀🚀🚀 today',
  'NEAR(a b) AND title:x OR c* -d ^e {f}',
]

const add = (books: { title: string; summary: string }[]) =>
  store.write(async ({ db, tables }) => {
    await db.insert(tables.books).values(books.map((book) => ({ ...book, authorId })))
  })

async function matching(text: string, where: 'anywhere' | 'title' = 'anywhere'): Promise<string[]> {
  const { db, tables, expressions } = store.read
  const rows = await db
    .select({ summary: tables.books.summary })
    .from(tables.books)
    .where(
      inArray(
        tables.books.id,
        expressions.matching(
          where === 'title' ? [tables.books.title] : [tables.books.title, tables.books.summary],
          text,
        ),
      ),
    )
    .orderBy(tables.books.id)
  return rows.map((row) => row.summary)
}

describe('matching', () => {
  test.each([
    ['50%', ['Discounts of 50% on everything']],
    ['0% o', ['Discounts of 50% on everything']],
    ['e_c', ['snake_case and camelCase']],
    ['___', []],
    ['%%%', []],
    ['"relational"', ['She said "relational" twice']],
    ["it's", ["It's a backslash: C:\\temp\\new"]],
    ['\\temp\\', ["It's a backslash: C:\\temp\\new"]],
    ['école', ['ÉCOLE de la République', 'une école']],
    ['ÉCOLE', ['ÉCOLE de la République', 'une école']],
    ['ecole', []],
    ['STRAß', ['Straße nach Süden']],
    ['οδος', ['ΟΔΟΣΙΑ']],
    ['İstanbul', ['İstanbul']],
    ['МИР', ['Привет, мир']],
    ['日本語', ['日本語の本']],
    ['🚀🚀🚀', ['ship it 🚀🚀🚀 today']],
    ['🚀🚀🚀🚀', []],
    ['NEAR(a b)', ['NEAR(a b) AND title:x OR c* -d ^e {f}']],
    ['title:x OR', ['NEAR(a b) AND title:x OR c* -d ^e {f}']],
    ['c* -d ^e {', ['NEAR(a b) AND title:x OR c* -d ^e {f}']],
  ])('%s is found where it stands', async (text, hits) => {
    expect(await matching(text)).toEqual(hits)
  })

  test('finds in the title alone when asked to', async () => {
    await add([{ title: 'Zebra crossing', summary: 'first' }])
    await add([{ title: 'first', summary: 'a zebra' }])
    expect(await matching('ZEBRA', 'title')).toEqual(['first'])
    expect(await matching('ZEBRA')).toEqual(['first', 'a zebra'])
  })

  test('follows changes and deletions', async () => {
    await add([{ title: 'x', summary: 'ephemeral' }])
    await store.write(({ db, tables }) =>
      db.update(tables.books).set({ summary: 'lasting' }).where(sql`summary = 'ephemeral'`),
    )
    expect([await matching('ephemeral'), await matching('lasting')]).toEqual([[], ['lasting']])
    await store.write(({ db, tables }) => db.delete(tables.books).where(sql`summary = 'lasting'`))
    expect(await matching('lasting')).toEqual([])
  })

  test('takes its text from a placeholder, too', async () => {
    const { db, tables, expressions } = store.read
    const query = db
      .select({ summary: tables.books.summary })
      .from(tables.books)
      .where(
        inArray(
          tables.books.id,
          expressions.matching([tables.books.title, tables.books.summary], sql.placeholder('text')),
        ),
      )
      .prepare()
    expect(await query.execute({ text: '50%' })).toEqual([{ summary: 'Discounts of 50% on everything' }])
    expect(await query.execute({ text: 'e_c' })).toEqual([{ summary: 'snake_case and camelCase' }])
  })

  test('hits what contains the text and nothing else, whatever the characters', async () => {
    const characters = [...'aAbBéÉßΣσςüÜ%_"\'\\-*:^(){}+ 中🚀ñж', 'e\u0301']
    const text = fc.array(fc.constantFrom(...characters), { minLength: 4, maxLength: 12 }).map((all) => all.join(''))
    const summarys = fc.sample(text, { seed: 42, numRuns: 150 })
    await add(summarys.map((summary) => ({ title: 'x', summary })))
    const key = (value: string) => value.toLowerCase().replaceAll('ς', 'σ')

    const part = fc.tuple(fc.constantFrom(...summarys), fc.nat(6), fc.boolean()).map(([summary, from, upper]) => {
      const piece = [...summary].slice(from, from + 3).join('')
      return upper ? piece.toUpperCase().replaceAll('SS', 'ß') : piece
    })
    const query = fc.oneof(part, text).filter((value) => [...value].length >= 3)
    let hits = 0
    await fc.assert(
      fc.asyncProperty(query, async (value) => {
        const found = (await matching(value)).filter((summary) => summarys.includes(summary))
        expect(found).toEqual(summarys.filter((summary) => key(summary).includes(key(value))))
        hits += found.length
      }),
      { seed: 42, numRuns: 300 },
    )
    expect(hits).toBeGreaterThan(150)
  })
})

describe('textContains', () => {
  test.each([
    ['%', ['Discounts of 50% on everything']],
    ['\\', ["It's a backslash: C:\\temp\\new"]],
    ['"', ['She said "relational" twice']],
    ['éc', ['ÉCOLE de la République', 'une école']],
    ['ÉC', ['ÉCOLE de la République', 'une école']],
    ['🚀', ['ship it 🚀🚀🚀 today']],
    ['ος', ['ΟΔΟΣΙΑ']],
    ['日', ['日本語の本']],
    ['qx', []],
  ])('%s is found where it stands', async (text, hits) => {
    const { db, tables, expressions } = store.read
    const { books } = tables
    const rows = await db.select().from(books).where(expressions.textContains(books.summary, text)).orderBy(books.id)
    expect(rows.map((row) => row.summary).filter((summary) => texts.includes(summary))).toEqual(hits)
  })
})

describe('keyContains', () => {
  test.each([
    ['%', ['100%_Sûr']],
    ['_s', ['100%_Sûr']],
    ['SÛR', ['100%_Sûr']],
    ["o'b", ["O'Brien"]],
    ['', ['100%_Sûr', "O'Brien"]],
    ['sur', []],
  ])('%s is found where it stands', async (text, hits) => {
    await store.write(async ({ db, tables }) => {
      const names = ['100%_Sûr', "O'Brien"]
      await db
        .insert(tables.subjects)
        .values(names.map((name) => ({ name })))
        .onConflictDoNothing()
    })
    const { db, tables, expressions } = store.read
    const found = expressions.keyContains(tables.subjects.nameKey, fold(text))
    const rows = await db.select().from(tables.subjects).where(found).orderBy(tables.subjects.nameKey)
    expect(rows.map((row) => row.name)).toEqual(hits)
  })
})

test('jsonList has the rows of each row in their order, and is empty without any', async () => {
  await add(['b', 'c', 'a'].map((summary) => ({ title: 'sorted', summary })))
  const { db, tables, expressions } = store.read
  const { authors, books } = tables
  const titled = (title: string) =>
    expressions.jsonList<{ title: string; text: string }>(
      { title: books.title, text: books.summary },
      sql`${books} where ${books.authorId} = ${authors.id} and ${books.title} = ${title}`,
      sql`${books.summary} desc`,
    )
  const found = await db.select({ sorted: titled('sorted'), none: titled('no such title') }).from(authors)
  expect(found).toEqual([{ sorted: ['c', 'b', 'a'].map((text) => ({ title: 'sorted', text })), none: [] }])
})

test('unnest takes texts, too, from one placeholder', async () => {
  const { db, tables, expressions } = store.read
  const { books } = tables
  const query = db
    .select({ summary: books.summary })
    .from(books)
    .where(expressions.isAmong(books.summary, expressions.unnest(sql.placeholder('summaries'), 'text')))
    .prepare()
  const summaries = expressions.arrayParam(['une école', "It's a backslash: C:\\temp\\new", 'nothing, "at" all'])
  const found = await query.execute({ summaries })
  expect(found.map(({ summary }) => summary).sort()).toEqual(["It's a backslash: C:\\temp\\new", 'une école'])
})

test('highestOfEach has the first rows of all groups together, by rank, then by id', async () => {
  const titles = ['one', 'two', 'two', 'three']
  await add(titles.map((title) => ({ title, summary: `ranked ${title}` })))
  const { db, tables, expressions } = store.read
  const { books } = tables
  const groups = sql`select distinct title as value from ${books} where title in ('one', 'two', 'three')`
  const highest = expressions.highestOfEach(
    groups,
    (title) => sql`select own.id, length(own.title) as rank from ${books} as own where own.title = ${title}
      order by own.id desc limit 1`,
    sql`2`,
  )
  const found = await db.select({ title: books.title, id: books.id }).from(books).where(sql`${books.id} in ${highest}`)
  const newest = async (title: string) => {
    const rows = await db.select({ id: books.id }).from(books).where(eq(books.title, title))
    return Math.max(...rows.map(({ id }) => id))
  }
  expect(found).toEqual(
    expect.arrayContaining([
      { title: 'three', id: await newest('three') },
      { title: 'two', id: await newest('two') },
    ]),
  )
  expect(found).toHaveLength(2)
})

describe('lock', () => {
  test('is given to one transaction at a time', async () => {
    let holders = 0
    const overlapping = await Promise.all(
      Array.from({ length: 20 }, () =>
        store.write(async ({ db, tables, expressions }) => {
          await expressions.lock(db, 'turnstile')
          const others = holders++
          await db.$count(tables.books)
          holders--
          return others
        }),
      ),
    )
    expect(overlapping).toEqual(Array(20).fill(0))
  })
})
