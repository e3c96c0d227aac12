import { asc, eq, getColumns, gt, inArray, isNull, max, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { createTestStore, type Store } from '../test/library/index.ts'

let database: Awaited<ReturnType<typeof createTestStore>>
let store: Store
let roomId: string
beforeAll(async () => {
  database = await createTestStore(inject('templates'), inject('dialect'))
  store = database.store
})
afterAll(() => database.remove())
beforeEach(async () => {
  await store.write(async ({ db, tables }) => {
    await db.delete(tables.rooms)
    await db.delete(tables.bookings)
    const [room] = await db.insert(tables.rooms).values({ name: 'A', hourlyFee: '2.5' }).returning()
    roomId = room?.id ?? ''
  })
})

type Booking = Store['read']['tables']['bookings']['$inferInsert']
type Read = Store['read']['tables']['bookings']['$inferSelect']

/** Inserts a booking, and returns the row as the insert, a select, a relational query and a nested one read it, also in a worker. */
async function readings(booking: Booking): Promise<(Read | undefined)[]> {
  const [inserted] = await store.write(({ db, tables }) =>
    db
      .insert(tables.bookings)
      .values({ roomId, ...booking })
      .returning(),
  )
  if (!inserted) throw new Error('Nothing was inserted')
  const { db, tables } = store.read
  const { id } = inserted
  const [selected] = await db.select().from(tables.bookings).where(eq(tables.bookings.id, id))
  const top = await db.query.bookings.findFirst({ where: { id } })
  const nested = await db.query.rooms.findFirst({ where: { id: roomId }, with: { bookings: { where: { id } } } })
  const worker = store.readInWorker
  const [selectedInWorker] = await worker.db
    .select()
    .from(worker.tables.bookings)
    .where(eq(worker.tables.bookings.id, id))
  const room = await worker.db.query.rooms.findFirst({ where: { id: roomId }, with: { bookings: { where: { id } } } })
  return [inserted, selected, top, nested?.bookings[0], selectedInWorker, room?.bookings[0]]
}

/** The one value that all readings of a column have. */
async function read<Name extends keyof Read>(name: Name, value: Booking[Name]): Promise<unknown> {
  const [first, ...others] = (await readings({ [name]: value })).map((row) => row?.[name])
  for (const other of others) expect(other).toStrictEqual(first)
  return first
}

const everything: Booking = {
  externalId: '0192f0c1-2b3c-7d4e-8f50-123456789abc',
  startsAt: '2026-03-01T12:34:56.789Z',
  requestedOn: '2026-03-01',
  fee: '9999999999999.99',
  isPaid: true,
  equipment: { chairs: 1, projector: true, notes: ['a', null] },
}

test('a list in JSON has the values that rows have', async () => {
  const [full] = await readings(everything)
  const [empty] = await readings({})
  const { db, tables, expressions } = store.read
  const list = expressions.jsonList<Read>(getColumns(tables.bookings), sql`${tables.bookings}`, tables.bookings.id)
  expect(await db.select({ list }).from(sql`(values (1)) as one`)).toStrictEqual([{ list: [full, empty] }])
})

/** The bookings by a column, in the order of it. */
const sorted = (name: 'requestedOn' | 'fee' | 'id') => {
  const { db, tables } = store.read
  return db.select().from(tables.bookings).orderBy(asc(tables.bookings[name]))
}

describe('boolean', () => {
  test.each([true, false, null])('%s is read as it was written', async (value) => {
    expect(await read('isPaid', value)).toBe(value)
  })

  test('is a condition, and an expression with its column', async () => {
    await readings({ isPaid: true })
    await readings({ isPaid: false })
    const { db, tables } = store.read
    const { isPaid } = tables.bookings
    expect(await db.$count(tables.bookings, eq(isPaid, false))).toBe(1)
    expect(await db.$count(tables.bookings, sql`not ${isPaid}`)).toBe(1)
    const rows = await db
      .select({ unpaid: sql<boolean>`not ${isPaid}`.mapWith(isPaid) })
      .from(tables.bookings)
      .orderBy(isPaid)
    expect(rows).toEqual([{ unpaid: true }, { unpaid: false }])
  })
})

describe('day', () => {
  test.each(['2026-03-01', '2024-02-29', '0001-01-01', '9999-12-31', '1900-01-01', null])(
    '%s is read as it was written, whatever the time zone of the process',
    async (value) => {
      const zone = process.env.TZ
      for (process.env.TZ of ['America/Los_Angeles', 'Pacific/Auckland'])
        expect(await read('requestedOn', value)).toBe(value)
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    },
  )

  test.each(['2026-02-29', '2026-3-1', '0000-01-01', '10000-01-01', '2026-03-01T00:00:00Z', 'infinity', 'today', ''])(
    '%s is refused',
    async (value) => {
      await expect(readings({ requestedOn: value })).rejects.toThrow(/Enter a day|between the years/)
    },
  )

  test('is compared and sorted', async () => {
    for (const requestedOn of ['2026-10-01', '2026-09-30', '0999-01-01']) await readings({ requestedOn })
    const { db, tables } = store.read
    expect((await sorted('requestedOn')).map((row) => row.requestedOn)).toEqual([
      '0999-01-01',
      '2026-09-30',
      '2026-10-01',
    ])
    expect(await db.$count(tables.bookings, gt(tables.bookings.requestedOn, '2026-09-30'))).toBe(1)
    const [latest] = await db.select({ day: max(tables.bookings.requestedOn) }).from(tables.bookings)
    expect(latest).toEqual({ day: '2026-10-01' })
  })
})

describe('decimal', () => {
  test.each([
    ['19.90', '19.90'],
    ['19.9', '19.90'],
    ['7', '7.00'],
    ['-0.05', '-0.05'],
    ['0', '0.00'],
    ['-0.00', '0.00'],
    ['007.5', '7.50'],
    ['9999999999999.99', '9999999999999.99'],
    ['-9999999999999.99', '-9999999999999.99'],
    ['0.1', '0.10'],
  ])('%s is read as %s', async (written, value) => {
    expect(await read('fee', written)).toBe(value)
  })

  test.each(['1.005', '10000000000000', '1e3', 'NaN', 'Infinity', '', '.5', '5.', '+1', ' 1', '1,5', '0x1'])(
    '%s is refused',
    async (value) => {
      await expect(readings({ fee: value })).rejects.toThrow('Enter a number with at most 13 digits')
    },
  )

  test('is compared, sorted and added as a number', async () => {
    for (const fee of ['10.00', '9.5', '-3', '9999999999999.98', '9999999999999.99']) await readings({ fee })
    const { db, tables } = store.read
    const { fee } = tables.bookings
    expect((await sorted('fee')).map((row) => row.fee)).toEqual([
      '-3.00',
      '9.50',
      '10.00',
      '9999999999999.98',
      '9999999999999.99',
    ])
    expect(await db.$count(tables.bookings, gt(fee, '9.50'))).toBe(3)
    expect(await db.$count(tables.bookings, eq(fee, '10'))).toBe(1)
    expect(await db.query.bookings.findMany({ where: { fee: { lt: '0' } }, columns: { fee: true } })).toEqual([
      { fee: '-3.00' },
    ])
    expect(await db.select({ most: max(fee) }).from(tables.bookings)).toEqual([{ most: '9999999999999.99' }])
    expect(
      await db
        .select({ total: sql<string>`sum(${fee})`.mapWith(fee) })
        .from(tables.bookings)
        .where(inArray(fee, ['10', '9.50', '-3'])),
    ).toEqual([{ total: '16.50' }])
  })
})

test('a sum of decimals with too many digits for SQLite is an error, not an inexact number', async () => {
  const fees = Array.from({ length: 10 }, () => ({ roomId, fee: '9999999999999.99' }))
  await store.write(({ db, tables }) => db.insert(tables.bookings).values(fees))
  const { db, tables } = store.read
  const { fee } = tables.bookings
  const sum = db.select({ total: sql<string>`sum(${fee})`.mapWith(fee) }).from(tables.bookings)
  if (store.dialect === 'sqlite') await expect(sum).rejects.toThrow('too many digits')
  else expect(await sum).toEqual([{ total: '99999999999999.90' }])
})

describe('json', () => {
  test.each([
    { chairs: 4, projector: true },
    { chairs: 0, projector: false, notes: ['', 'Grüße 𝄞 " \\ \\u0000', null] },
    null,
  ])('%o is read as it was written', async (value) => {
    expect(await read('equipment', value)).toStrictEqual(value)
  })

  test('is parsed by its schema when it is written: a default is added, another value is refused', async () => {
    expect(await read('equipment', JSON.parse('{"chairs":1,"unknown":2}'))).toStrictEqual({
      chairs: 1,
      projector: false,
    })
    await expect(readings({ equipment: { chairs: -1, projector: false } })).rejects.toThrow('chairs')
  })

  test('is parsed by its schema when it is read', async () => {
    const [row] = await readings({ equipment: { chairs: 1, projector: true } })
    const id = row?.id ?? ''
    const set = (json: string) =>
      store.write(({ db, tables }) =>
        db
          .update(tables.bookings)
          .set({ equipment: sql`${json}` })
          .where(eq(tables.bookings.id, id)),
      )
    await set('{"chairs":2}')
    const { db } = store.read
    expect((await db.query.bookings.findFirst({ where: { id } }))?.equipment).toEqual({ chairs: 2, projector: false })
    await set('{"chairs":"many"}')
    await expect(db.query.bookings.findFirst({ where: { id } })).rejects.toThrow('chairs')
  })

  test('null is the NULL of SQL', async () => {
    await readings({ equipment: null })
    const { db, tables } = store.read
    expect(await db.$count(tables.bookings, isNull(tables.bookings.equipment))).toBe(1)
  })

  test.each(['\0', '\ud800'])('a text that jsonb cannot store is refused', async (text) => {
    await expect(readings({ equipment: { chairs: 1, projector: false, notes: [text] } })).rejects.toThrow(
      'cannot be stored',
    )
  })
})

describe('uuid', () => {
  const upper = '0192F0C1-2B3C-7D4E-8F50-123456789ABC'

  test('is read in lower case, however it is written and looked for', async () => {
    expect(await read('externalId', upper)).toBe(upper.toLowerCase())
    const { db } = store.read
    expect(await db.query.bookings.findFirst({ where: { externalId: upper } })).toBeDefined()
    await expect(readings({ externalId: upper.toLowerCase() })).rejects.toSatisfy(
      (error) => store.violation(error)?.kind === 'unique',
    )
  })

  test.each(['', '1', '0192f0c12b3c7d4e8f50123456789abc', '{0192f0c1-2b3c-7d4e-8f50-123456789abc}'])(
    '%s is refused',
    async (value) => {
      await expect(readings({ externalId: value })).rejects.toThrow('Enter a UUID')
    },
  )

  test('ids are in the order in which they are made, and a row refers to them', async () => {
    const ids: string[] = []
    for (let count = 0; count < 50; count++) {
      const replacesId = ids.at(-1) ?? null
      const [row] = await store.write(({ db, tables }) =>
        db.insert(tables.bookings).values({ roomId, replacesId }).returning(),
      )
      ids.push(row?.id ?? '')
    }
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect((await sorted('id')).map((row) => row.id)).toEqual(ids)
    const { db } = store.read
    const last = await db.query.bookings.findFirst({
      where: { id: ids.at(-1) ?? '' },
      with: { room: true, replaces: true },
    })
    expect([last?.room?.id, last?.room?.bookingCount, last?.replaces?.id]).toEqual([roomId, 50, ids.at(-2)])
  })

  test('a reference to a missing row is a violation that names it', async () => {
    const violation = await readings({ roomId: upper }).catch((error: unknown) => store.violation(error))
    expect(violation).toEqual({
      kind: 'foreignKey',
      missing: { columns: 'bookings.room_id', table: 'rooms', key: [upper.toLowerCase()] },
    })
  })

  test('the journal has the key as text', async () => {
    const position = await store.journal?.position()
    const [row] = await readings({})
    // On a shared server, transactions of other databases delay the journal: also the rows of earlier tests may come late.
    await expect
      .poll(async () => (await store.journal?.read(position ?? '', 100))?.changes.at(-1))
      .toMatchObject({ table: 'bookings', key: { id: row?.id }, after: { roomId } })
  })
})
