import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createTestStore, openStore, type Store } from '../test/library/index.ts'
import type { StoreObserver } from './store.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let library: ReturnType<typeof libraryOn>
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
  library = libraryOn(store)
})
afterAll(() => database.remove())

/** What a library does: it has a query builder, and knows nothing of transactions. */
function libraryOn({ autocommit, read }: Store) {
  const { subjects } = read.tables
  // Both builders have these methods, with the same meaning.
  const db = autocommit.db as unknown as Store['read']['db']
  return {
    add: (name: string) => db.insert(subjects).values({ name, nameKey: name }),
    remove: (name: string) => db.delete(subjects).where(eq(subjects.name, name)),
    names: async () => {
      const rows = await db.select().from(subjects).orderBy(subjects.name)
      return rows.map(({ name }) => name)
    },
  }
}

const stored = async () => {
  const rows = await store.read.db.query.subjects.findMany({ orderBy: { name: 'asc' } })
  return rows.map(({ name }) => name)
}

describe('a transaction of a library', () => {
  test('commits what the library and its caller have written, which the library sees before', async () => {
    const names = await store.autocommit.transaction(async (begin) => {
      await library.add('one')
      const { db, tables } = await begin()
      await db.insert(tables.subjects).values({ name: 'two' })
      return library.names()
    })
    expect(names).toEqual(['one', 'two'])
    expect(await stored()).toEqual(names)
    await library.remove('one')
    await library.remove('two')
    expect(await stored()).toEqual([])
  })

  test('leaves nothing if it fails', async () => {
    const failing = store.autocommit.transaction(async () => {
      await library.add('lost')
      throw new Error('made to fail')
    })
    await expect(failing).rejects.toThrow('made to fail')
    expect(await stored()).toEqual([])
  })

  test('leaves nothing if a statement has failed, although the library ignores it', async () => {
    const failing = store.autocommit.transaction(async () => {
      await library.add('lost')
      await library.add('lost').then(null, () => {})
      return 'ignored'
    })
    await expect(failing).rejects.toSatisfy((error) => store.violation(error)?.kind === 'unique')
    expect(await stored()).toEqual([])
  })

  test('does not begin before the first statement that writes', async () => {
    const during: number[] = []
    await store.autocommit.transaction(async () => {
      await library.names()
      during.push(store.load().writes)
      await library.remove('absent')
      during.push(store.load().writes)
    })
    expect([...during, store.load().writes]).toEqual([0, 1, 0])
  })

  test('has its own rows only: others run at the same time', async () => {
    const inTurn = (name: string) =>
      store.autocommit.transaction(async () => {
        await library.add(name)
        await new Promise((resolve) => setImmediate(resolve))
        if (name === 'third') throw new Error('made to fail')
        await library.add(`${name} again`)
      })
    const outcomes = await Promise.allSettled(['first', 'second', 'third', 'fourth'].map(inTurn))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled'])
    expect(await stored()).toEqual(['first', 'first again', 'fourth', 'fourth again', 'second', 'second again'])
    await store.write(({ db, tables }) => db.delete(tables.subjects))
  })

  test('does not take in a statement that comes after its end', async () => {
    const later = Promise.withResolvers<void>()
    let late: Promise<unknown> = Promise.resolve()
    await store.autocommit.transaction(async () => {
      await library.add('in time')
      late = later.promise.then(() => library.add('late'))
    })
    later.resolve()
    await late
    expect(await stored()).toEqual(['in time', 'late'])
    await store.write(({ db, tables }) => db.delete(tables.subjects))
  })
})

test('an observer is told of every statement of a library', async () => {
  const texts: string[] = []
  const statement = (text: string) => texts.push(text.trim().split(' ')[0] ?? '')
  const observer: StoreObserver = { statement, transaction: (work, run) => run(work), commit: () => {} }
  const observed = openStore({ url: database.url, observer })
  const { names, add, remove } = libraryOn(observed)
  await names()
  await add('alone')
  await observed.autocommit.transaction(async () => {
    await remove('alone')
    await names()
  })
  await observed.close()
  expect(texts).toEqual(['select', 'insert', 'delete', 'select'])
})
