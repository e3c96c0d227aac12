import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { derive } from '../../test/library/derived.ts'
import { createTestStore, library, type Store } from '../../test/library/index.ts'
import { relate } from '../../test/library/relations.ts'
import { defineTables, type Tables } from '../../test/library/tables.ts'
import { type Derived, defineDatabase, noOverlap, search } from '../index.ts'
import { overlapWrites } from '../testing.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let [roomId, otherRoomId] = ['', '']
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())
beforeEach(async () => {
  const rooms = await store.write(async ({ db, tables }) => {
    await db.delete(tables.bookings)
    const values = ['A', 'B'].map((name) => ({ name, hourlyFee: '1' }))
    return db.insert(tables.rooms).values(values).returning()
  })
  ;[roomId = '', otherRoomId = ''] = rooms.map(({ id }) => id)
})

type Booking = Store['read']['tables']['bookings']['$inferInsert']
const at = (hour: number) => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`

/** A booking of the room from an hour to another; `null` for no time. */
const hours = (from: number | null, to: number | null, row: Booking = {}): Booking => ({
  roomId,
  startsAt: from === null ? null : at(from),
  endsAt: to === null ? null : at(to),
  ...row,
})
const book = (...rows: Booking[]) =>
  store.write(({ db, tables }) => db.insert(tables.bookings).values(rows).returning())
const change = (id: string, values: Partial<Booking>) =>
  store.write(({ db, tables }) =>
    db.update(tables.bookings).set(values).where(eq(tables.bookings.id, id)).returning({ id: tables.bookings.id }),
  )
const violationOf = (write: Promise<unknown>) =>
  write.then(
    () => expect.fail('it was not refused'),
    (error: unknown) => store.violation(error),
  )
const overlap = { kind: 'overlap', columns: 'bookings.room_id', fields: ['startsAt', 'endsAt'] }
const backwards = { kind: 'check', constraint: 'bookings_starts_at_before_ends_at' }
const count = () => store.read.db.$count(store.read.tables.bookings)

describe('noOverlap', () => {
  test.each([
    [9, 11],
    [11, 13],
    [10, 12],
    [9, 13],
    [10, 11],
    [11, null],
    [9, null],
  ])('refuses %s to %s beside 10 to 12', async (from, to) => {
    await book(hours(6, 8), hours(10, 12), hours(20, 22))
    expect(await violationOf(book(hours(from, to)))).toEqual(overlap)
    expect(await count()).toBe(3)
  })

  test.each([
    [8, 10],
    [12, 14],
    [22, null],
    [null, 11],
    [null, null],
  ])('takes %s to %s beside 10 to 12', async (from, to) => {
    await book(hours(10, 12), hours(20, 22), hours(from, to))
    expect(await count()).toBe(3)
  })

  test('a row without an end refuses all that end after it starts', async () => {
    await book(hours(10, null))
    for (const [from, to] of [
      [11, 12],
      [9, 11],
      [20, null],
    ] as const)
      expect(await violationOf(book(hours(from, to)))).toEqual(overlap)
    await book(hours(9, 10))
  })

  test('compares rows of the same `by`, and none without it', async () => {
    await book(hours(10, 12), hours(10, 12, { roomId: otherRoomId }))
    await book(hours(10, 12, { roomId: null }), hours(10, 12, { roomId: null }))
    expect(await count()).toBe(4)
  })

  test('a table has several, each with its own columns', async () => {
    const [reader] = await store.write(({ db, tables }) =>
      db.insert(tables.readers).values({ name: 'Ada' }).returning(),
    )
    const readerId = reader?.id ?? 0
    await book(hours(10, 12, { readerId }))
    const elsewhere = book(hours(11, 13, { readerId, roomId: otherRoomId }))
    expect(await violationOf(elsewhere)).toEqual({ ...overlap, columns: 'bookings.reader_id' })
  })

  test('a row that does not end after it starts violates a check', async () => {
    for (const [from, to] of [
      [12, 10],
      [10, 10],
    ] as const)
      expect(await violationOf(book(hours(from, to)))).toEqual(backwards)
    const [row] = await book(hours(10, 12))
    expect(await violationOf(change(row?.id ?? '', { endsAt: at(9) }))).toEqual(backwards)
  })

  test('an update is decided by the row as it is after it', async () => {
    const [first, second] = (await book(hours(8, 10), hours(10, 12), hours(20, 22, { roomId: otherRoomId }))).map(
      ({ id }) => id,
    )
    if (!first || !second) throw new Error('Nothing was inserted')
    expect(await violationOf(change(first, { endsAt: at(11) }))).toEqual(overlap)
    expect(await violationOf(change(first, { endsAt: null }))).toEqual(overlap)
    expect(await violationOf(change(second, { startsAt: at(9) }))).toEqual(overlap)
    expect(await violationOf(change(second, { startsAt: at(9), endsAt: at(10) }))).toEqual(overlap)
    // A move to another room, and to another time.
    await change(first, { roomId: otherRoomId })
    await change(second, { startsAt: at(9) })
    expect(await violationOf(change(first, { roomId }))).toEqual(overlap)
    expect(await violationOf(change(first, { startsAt: at(21), endsAt: at(23) }))).toEqual(overlap)
    // Its own earlier time is no obstacle, and neither is that of a deleted row.
    await change(first, { startsAt: at(7), endsAt: at(9) })
    await store.write(({ db, tables }) => db.delete(tables.bookings).where(eq(tables.bookings.id, second)))
    await change(first, { roomId, startsAt: at(9), endsAt: at(11) })
  })

  test('the rows of one statement are compared with each other, and a refused statement leaves none', async () => {
    expect(await violationOf(book(hours(8, 10), hours(9, 11)))).toEqual(overlap)
    expect(await count()).toBe(0)
  })

  test('agrees with a plain comparison of all pairs, for random rows', async () => {
    const seed = Math.trunc(Math.random() * 2 ** 31)
    let state = seed
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
      return (state >> 8) % below
    }
    const kept: [number, number | null][] = []
    for (let made = 0; made < 60; made++) {
      const from = random(23)
      const to = random(6) === 0 ? null : Math.min(from + 1 + random(2), 23)
      const isFree = kept.every(([start, end]) => (end ?? 24) <= from || (to ?? 24) <= start)
      const outcome = await book(hours(from, to)).then(
        () => true,
        () => false,
      )
      expect([outcome, from, to], `seed ${seed}`).toEqual([isFree, from, to])
      if (isFree) kept.push([from, to])
    }
  })

  test('of writers at the same time, one of those that overlap succeeds', async () => {
    await overlapWrites(database.url)
    for (let round = 0; round < 10; round++) {
      await store.write(({ db, tables }) => db.delete(tables.bookings))
      let runs = 0
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, nth) =>
          store
            .write(async ({ db, tables }) => {
              runs++
              await db.insert(tables.bookings).values(hours(10 + (nth % 2), 12 + (nth % 2)))
            })
            .then(
              () => undefined,
              (error: unknown) => store.violation(error),
            ),
        ),
      )
      expect(outcomes.filter((one) => one === undefined)).toHaveLength(1)
      expect(outcomes.filter((one) => one !== undefined)).toEqual(Array(19).fill(overlap))
      expect(await count()).toBe(1)
      // None was tried again after a deadlock.
      expect(runs).toBe(20)
    }
  })

  test('is declared only over rows that do not overlap, and its objects go with the declaration', async () => {
    const bare = defineDatabase({
      name: 'library',
      tables: defineTables,
      relations: relate,
      derived: (t) => derive(t).filter(({ kind }) => kind !== 'noOverlap'),
      migrations: new URL('../../test/library/migrations', import.meta.url),
    })
    const { url } = database
    await bare.migrate(url)
    const [row] = await book(hours(10, 12))
    await book(hours(11, 13), hours(13, 12))
    await expect(library.migrate(url)).rejects.toThrow()
    await change(row?.id ?? '', { startsAt: at(8), endsAt: at(9) })
    await expect(library.migrate(url)).rejects.toThrow()
    await store.write(({ db, tables }) => db.delete(tables.bookings).where(eq(tables.bookings.startsAt, at(13))))
    await library.migrate(url)
    await library.migrate(url)
    expect(await violationOf(book(hours(11, 13)))).toEqual(overlap)
  })
})

test('names a column of another table as the error, and a search by ids that are no numbers', () => {
  const declare = (derived: (t: Tables) => Derived[]) =>
    defineDatabase({
      name: 'library',
      tables: defineTables,
      relations: relate,
      derived,
      migrations: new URL('file:///nowhere'),
    }).schema(inject('dialect'))
  expect(() =>
    declare((t) => [noOverlap(t.bookings, { by: t.loans.bookId, from: t.bookings.startsAt, to: t.bookings.endsAt })]),
  ).toThrow('noOverlap(bookings): loans.book_id is a column of another table')
  expect(() => declare((t) => [search(t.rooms, ['name'])])).toThrow('search(rooms)')
})
