import type { Placeholders } from '@trellis/store'
import { createTestStore, Equipment, prepared, type Store, type Tables } from '@trellis/store/testing/library'
import { initTRPC } from '@trpc/server'
import { and, desc, eq } from 'drizzle-orm'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import {
  actingUserId,
  type Caller,
  type CommonReason,
  createContext,
  type DefaultRole,
  day,
  decimal,
  id,
  initRpc,
  instant,
  keyset,
  ownedBy,
  type Position,
  pageOf,
  type Reasons,
  rowOrThrow,
  uuid,
} from '../src/index.ts'
import { openApiOf } from '../src/openapi/index.ts'
import { procedures, reference } from '../src/reference.ts'
import { everyPage, refusalAssertion, refusalOf } from '../src/testing/index.ts'

const declared = {
  BOOK_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such book.', missing: 'books' },
  LOAN_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such loan.', missing: 'loans' },
  SHELF_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such shelf.', missing: 'shelves' },
  LENT: { code: 'CONFLICT', message: 'This reader has the book.', unique: 'loans.book_id, loans.reader_id' },
  ROOM_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such room.', missing: 'rooms' },
  BOOKING_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such booking.', missing: 'bookings' },
  ROOM_TAKEN: { code: 'CONFLICT', message: 'The room is taken at this time.', overlap: 'bookings.room_id' },
  ENDS_EARLY: {
    code: 'BAD_REQUEST',
    message: 'It must end after it starts.',
    check: 'bookings_starts_at_before_ends_at',
  },
  IN_ITSELF: { code: 'BAD_REQUEST', message: 'A shelf cannot contain itself.', check: 'shelves_not_in_itself' },
} as const satisfies Reasons<Tables>

type Reason = keyof typeof declared | CommonReason
const rpc = initRpc<Store, Reason>().create({ reasons: declared })
const { publicProcedure, protectedProcedure, ownerProcedure, adminProcedure, router, notFoundOrForbidden, reasons } =
  rpc
const expectRefusal = refusalAssertion(reasons)

const Id = z.object({ id: z.number() })
const Booking = z.object({
  id: uuid,
  roomId: uuid.nullable(),
  requestedOn: day.nullable(),
  fee: z.string().nullable(),
  isPaid: z.boolean().nullable(),
  equipment: Equipment.nullable(),
})
const newest = keyset(['day', 'uuid'], 'desc')
const Book = z.object({ id: z.number(), title: z.string() })

const byName = keyset(['name', 'id'], 'asc')
const booksByTitle = prepared(
  ({ db, tables: { books } }, at: Placeholders<{ limit: number } & Position<'name' | 'id'>>) =>
    db
      .select({ id: books.id, title: books.title })
      .from(books)
      .where(byName.condition([books.titleKey, books.id], at))
      .orderBy(books.titleKey, books.id)
      .limit(at.limit),
)

const bookings = router({
  create: protectedProcedure
    .meta({ http: 'POST /bookings', reasons: ['ROOM_NOT_FOUND', 'NOT_ALLOWED', 'ROOM_TAKEN', 'ENDS_EARLY'] })
    .input(
      z.object({
        roomId: uuid,
        requestedOn: day,
        startsAt: instant.optional(),
        endsAt: instant.optional(),
        fee: decimal(15, 2).optional(),
        isPaid: z.boolean().optional(),
        equipment: Equipment.optional(),
      }),
    )
    .output(Booking)
    .mutation(async ({ ctx, input }) => {
      const row = { ...input, readerId: actingUserId(ctx, undefined, 'readerId') }
      const [booking] = await ctx.db.insert(ctx.tables.bookings).values(row).returning()
      return rowOrThrow(booking)
    }),
  list: publicProcedure
    .meta({ http: 'GET /rooms/{roomId}/bookings' })
    .input(z.object({ roomId: uuid, ...newest.input }))
    .output(pageOf(Booking))
    .query(async ({ ctx, input: { roomId, limit, cursor } }) => {
      const { bookings } = ctx.tables
      const { id, requestedOn } = bookings
      const rows = await ctx.db
        .select()
        .from(bookings)
        .where(and(eq(bookings.roomId, roomId), newest.condition([requestedOn, id], newest.after(cursor))))
        .orderBy(desc(requestedOn), desc(id))
        .limit(limit + 1)
      return newest.page(rows, limit, (row) => [row.requestedOn ?? '', row.id])
    }),
  delete: ownerProcedure
    .meta({ http: 'DELETE /bookings/{id}', reasons: ['BOOKING_NOT_FOUND'] })
    .input(z.object({ id: uuid }))
    .output(z.object({ id: uuid }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { bookings } = ctx.tables
      const [booking] = await ctx.db
        .delete(bookings)
        .where(and(eq(bookings.id, id), ownedBy(ctx, bookings.readerId)))
        .returning({ id: bookings.id })
      if (!booking) throw await notFoundOrForbidden(ctx, 'BOOKING_NOT_FOUND', id)
      return booking
    }),
})

const app = router({
  books: router({
    list: publicProcedure
      .input(z.object({ ...byName.input }))
      .output(pageOf(Book))
      .query(async ({ ctx, input: { limit, cursor } }) => {
        const rows = await booksByTitle(ctx, { ...byName.after(cursor), limit: limit + 1 })
        return byName.page(rows, limit, (book) => [book.title.toLowerCase(), book.id])
      }),
    /** Two writes: the second may be refused. */
    addLent: protectedProcedure
      .meta({ reasons: ['LENT', 'BOOK_NOT_FOUND'] })
      .input(z.object({ title: z.string(), bookId: id }))
      .output(Id)
      .mutation(async ({ ctx, input: { title, bookId } }) => {
        const [author] = await ctx.db.select({ id: ctx.tables.authors.id }).from(ctx.tables.authors)
        const row = { title, summary: '', authorId: rowOrThrow(author).id }
        const [book] = await ctx.db.insert(ctx.tables.books).values(row).returning({ id: ctx.tables.books.id })
        await ctx.db
          .insert(ctx.tables.loans)
          .values({ bookId, readerId: ctx.caller.kind === 'user' ? ctx.caller.id : 0 })
        return rowOrThrow(book)
      }),
    /** Refers to a row that is deleted between the read and the write of the procedure. */
    addByDeletedAuthor: publicProcedure
      .input(z.object({ title: z.string() }))
      .output(Id)
      .mutation(async ({ ctx: { db, tables }, input: { title } }) => {
        const [author] = await db
          .insert(tables.authors)
          .values({ name: 'Deleted' })
          .returning({ id: tables.authors.id })
        await db.delete(tables.authors).where(eq(tables.authors.id, rowOrThrow(author).id))
        const row = { title, summary: '', authorId: rowOrThrow(author).id }
        const [book] = await db.insert(tables.books).values(row).returning({ id: tables.books.id })
        return rowOrThrow(book)
      }),
    addAuthorTwice: publicProcedure.output(Id).mutation(async ({ ctx: { db, tables } }) => {
      await db.insert(tables.authors).values({ name: 'Twice' })
      const [author] = await db.insert(tables.authors).values({ name: 'Twice' }).returning({ id: tables.authors.id })
      return rowOrThrow(author)
    }),
    rowless: publicProcedure.output(Id).mutation(async ({ ctx: { db, tables } }) => {
      await db.insert(tables.authors).values({ name: 'Rowless' })
      const again = db.insert(tables.authors).values({ name: 'Rowless' }).onConflictDoNothing()
      const [author] = await again.returning({ id: tables.authors.id })
      return rowOrThrow(author)
    }),
  }),
  loans: router({
    create: protectedProcedure
      .meta({ reasons: ['LENT', 'BOOK_NOT_FOUND', 'NOT_ALLOWED'] })
      .input(z.object({ bookId: id, readerId: id.optional() }))
      .output(Id)
      .mutation(async ({ ctx, input: { bookId, readerId } }) => {
        const row = { bookId, readerId: actingUserId(ctx, readerId, 'readerId') }
        const [loan] = await ctx.db.insert(ctx.tables.loans).values(row).returning({ id: ctx.tables.loans.id })
        return rowOrThrow(loan)
      }),
    annotate: ownerProcedure
      .meta({ reasons: ['LOAN_NOT_FOUND'] })
      .input(z.object({ id, note: z.string() }))
      .output(Id)
      .mutation(async ({ ctx, input: { id, note } }) => {
        const { loans } = ctx.tables
        const [loan] = await ctx.db
          .update(loans)
          .set({ note })
          .where(and(eq(loans.id, id), ownedBy(ctx, loans.readerId)))
          .returning({ id: loans.id })
        if (!loan) throw await notFoundOrForbidden(ctx, 'LOAN_NOT_FOUND', id)
        return loan
      }),
    /** A procedure without the ownership check. */
    forgetful: ownerProcedure
      .input(z.object({ id, note: z.string() }))
      .output(Id)
      .mutation(async ({ ctx: { db, tables }, input: { id, note } }) => {
        await db.update(tables.loans).set({ note }).where(eq(tables.loans.id, id))
        return { id }
      }),
    forgetfulQuery: ownerProcedure.output(Id).query(() => ({ id: 1 })),
  }),
  bookings,
  shelves: router({
    create: publicProcedure
      .meta({ reasons: ['SHELF_NOT_FOUND', 'IN_ITSELF'] })
      .input(z.object({ id: id.optional(), name: z.string().default('A shelf'), parentId: id.nullable() }))
      .output(Id)
      .mutation(async ({ ctx: { db, tables }, input }) => {
        const [shelf] = await db.insert(tables.shelves).values(input).returning({ id: tables.shelves.id })
        return rowOrThrow(shelf)
      }),
    delete: publicProcedure
      .meta({ reasons: ['IN_USE'] })
      .input(z.object({ id }))
      .output(Id)
      .mutation(async ({ ctx: { db, tables }, input: { id } }) => {
        await db.delete(tables.shelves).where(eq(tables.shelves.id, id))
        return { id }
      }),
    forAdmins: adminProcedure.output(z.string()).query(() => 'done'),
  }),
})

const database = await createTestStore(inject('templates'), inject('dialect'))
afterAll(database.remove)
const { store } = database
const createCaller = rpc.createCallerFactory(app)
const call = (caller: Caller<DefaultRole>) => createCaller(createContext(store, async () => caller))
const nobody = call({ kind: 'anyone' })
const ada = call({ kind: 'user', id: 1, username: 'ada', role: 'user', signedInAt: new Date() })
const ben = call({ kind: 'user', id: 2, username: 'ben', role: 'user', signedInAt: new Date() })
const boss = call({ kind: 'user', id: 3, username: 'boss', role: 'admin', signedInAt: new Date() })
const robot = call({ kind: 'service', name: 'tests' })

const titles = ['b', 'a', 'B', 'A', 'c', 'a', 'É']
const bookIds = await store.write(async ({ db, tables }) => {
  const [author] = await db.insert(tables.authors).values({ name: 'An Author' }).returning()
  await db.insert(tables.readers).values(['ada', 'ben', 'boss'].map((name) => ({ name })))
  const rows = titles.map((title) => ({ title, summary: '', authorId: rowOrThrow(author).id }))
  return (await db.insert(tables.books).values(rows).returning({ id: tables.books.id })).map((book) => book.id)
})
const bookId = (nth: number) => bookIds[nth] ?? expect.fail('no such book')
const noteOf = async (loan: number) => {
  const { db, tables } = store.read
  const [row] = await db.select({ note: tables.loans.note }).from(tables.loans).where(eq(tables.loans.id, loan))
  return row?.note
}
const countBooks = () => store.read.db.$count(store.read.tables.books)

describe('a transaction', () => {
  test('rolls back a refused procedure', async () => {
    await ada.loans.create({ bookId: bookId(0) })
    const before = await countBooks()
    await expectRefusal(ada.books.addLent({ title: 'New', bookId: bookId(0) }), 'LENT', ['bookId', 'readerId'])
    expect(await countBooks()).toBe(before)
  })

  test('turns a violated constraint into the reason that is declared for it', async () => {
    await expectRefusal(ada.loans.create({ bookId: bookId(0) }), 'LENT', ['bookId', 'readerId'])
    await expectRefusal(ada.loans.create({ bookId: 999_999 }), 'BOOK_NOT_FOUND')
    await expectRefusal(nobody.shelves.create({ parentId: 999_999 }), 'SHELF_NOT_FOUND')
    await expectRefusal(nobody.shelves.create({ id: 77, parentId: 77 }), 'IN_ITSELF')
  })

  test('refuses a row that was deleted meanwhile, which the caller did not name, with CHANGED_MEANWHILE', async () => {
    await expectRefusal(nobody.books.addByDeletedAuthor({ title: 'New' }), 'CHANGED_MEANWHILE')
  })

  test('refuses to delete a row that another one refers to with IN_USE', async () => {
    const top = await nobody.shelves.create({ parentId: null })
    const { id } = await nobody.shelves.create({ parentId: top.id })
    await expectRefusal(nobody.shelves.delete({ id: top.id }), 'IN_USE')
    await nobody.shelves.delete({ id })
    expect(await nobody.shelves.delete({ id: top.id })).toEqual(top)
  })

  test('fails with an internal error for a constraint without a reason', async () => {
    await expect(nobody.books.addAuthorTwice()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  })

  test('fails with an internal error, not with NOT_FOUND, when an INSERT returns no row', async () => {
    await expect(nobody.books.rowless()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
    const { db, tables } = store.read
    expect(await db.select().from(tables.authors).where(eq(tables.authors.name, 'Rowless'))).toEqual([])
  })
})

describe('a procedure for self', () => {
  test('changes the rows of the viewer; services and admins may change all', async () => {
    const { id } = await ada.loans.create({ bookId: bookId(1) })
    await expectRefusal(nobody.loans.annotate({ id, note: 'n' }), 'NOT_SIGNED_IN')
    await expectRefusal(ben.loans.annotate({ id, note: 'n' }), 'NOT_ALLOWED')
    await expectRefusal(ben.loans.annotate({ id: 999_999, note: 'n' }), 'LOAN_NOT_FOUND')
    expect(await noteOf(id)).toBeNull()
    for (const [caller, note] of [
      [ada, 'ada'],
      [boss, 'boss'],
      [robot, 'robot'],
    ] as const) {
      expect(await caller.loans.annotate({ id, note })).toEqual({ id })
      expect(await noteOf(id)).toBe(note)
    }
  })

  test('that does not check ownership fails for every caller, and is rolled back', async () => {
    const { id } = await ada.loans.create({ bookId: bookId(2) })
    for (const caller of [ada, ben, boss, robot]) {
      await expect(caller.loans.forgetful({ id, note: 'forgotten' })).rejects.toMatchObject({
        code: 'INTERNAL_SERVER_ERROR',
        message: 'loans.forgetful must apply an access rule, and applied none',
      })
    }
    expect(await noteOf(id)).toBeNull()
    await expect(ada.loans.forgetfulQuery()).rejects.toMatchObject({ code: 'INTERNAL_SERVER_ERROR' })
  })

  test('or with a subject lets no viewer act for another user', async () => {
    await expectRefusal(ada.loans.create({ bookId: bookId(3), readerId: 2 }), 'NOT_ALLOWED')
    await expectRefusal(robot.loans.create({ bookId: bookId(3) }), 'INVALID_INPUT', ['readerId'])
    await robot.loans.create({ bookId: bookId(3), readerId: 2 })
  })
})

describe('procedures for services and admins', () => {
  test('accept both, and tell other callers whom they are for', async () => {
    for (const caller of [boss, robot]) expect(await caller.shelves.forAdmins()).toBe('done')
    await expect(ada.shelves.forAdmins()).rejects.toThrow('Only services and admins may do this.')
    await expectRefusal(nobody.shelves.forAdmins(), 'NOT_SIGNED_IN')
  })
})

describe('pages', () => {
  test('have no gaps and no duplicates, also for equal names', async () => {
    const all = await everyPage((cursor) => nobody.books.list({ limit: 2, cursor }))
    const sorted = titles
      .map((title, nth) => ({ title, id: bookId(nth) }))
      .sort((one, other) => {
        const [a, b] = [one.title.toLowerCase(), other.title.toLowerCase()]
        return a === b ? one.id - other.id : a < b ? -1 : 1
      })
    expect(all).toEqual(sorted.map(({ id, title }) => ({ id, title })))
  })

  test('refuse an invalid cursor', async () => {
    for (const cursor of ['', 'x', Buffer.from('[1,1]').toString('base64url')]) {
      expect(await refusalOf(nobody.books.list({ cursor }))).toMatchObject({ reason: 'INVALID_CURSOR' })
    }
  })
})

describe('rows with a UUID', () => {
  const missing = '0192F0C1-2B3C-7D4E-8F50-123456789ABC'
  const addRoom = () =>
    store.write(async ({ db, tables }) => {
      const [room] = await db.insert(tables.rooms).values({ name: 'A', hourlyFee: '2.50' }).returning()
      return rowOrThrow(room).id
    })

  test('are created, listed in pages and deleted by their owner', async () => {
    const roomId = await addRoom()
    const days = ['2026-03-02', '2026-03-01', '2026-03-02', '2026-03-02', '0001-01-01']
    const made: z.infer<typeof Booking>[] = []
    for (const requestedOn of days) made.push(await ada.bookings.create({ roomId: roomId.toUpperCase(), requestedOn }))
    const all = await everyPage((cursor) => nobody.bookings.list({ roomId, limit: 2, cursor }))
    expect(all).toEqual([3, 2, 0, 1, 4].map((nth) => made[nth]))

    const { id } = made[0] ?? expect.fail('no booking')
    await expectRefusal(ben.bookings.delete({ id }), 'NOT_ALLOWED')
    expect(await ada.bookings.delete({ id: id.toUpperCase() })).toEqual({ id })
    for (const gone of [id, missing]) await expectRefusal(ada.bookings.delete({ id: gone }), 'BOOKING_NOT_FOUND')
    await expectRefusal(ada.bookings.create({ roomId: missing, requestedOn: '2026-03-01' }), 'ROOM_NOT_FOUND')
  })

  test('have values that the input schemas and the columns take alike', async () => {
    const row = { roomId: await addRoom(), requestedOn: '2026-03-01', fee: '19.9', isPaid: false }
    const equipment = { chairs: 1, projector: true }
    const booking = await ada.bookings.create({ ...row, equipment })
    expect(booking).toEqual({ ...row, id: booking.id, fee: '19.90', equipment })
    for (const [name, value] of [
      ['roomId', 'x'],
      ['requestedOn', '2026-02-29'],
      ['requestedOn', '0000-01-01'],
      ['fee', '1.005'],
      ['fee', 'NaN'],
    ] as const)
      await expectRefusal(ada.bookings.create({ ...row, [name]: value }), 'INVALID_INPUT', [name])
  })

  test('that overlap are refused with the reason that is declared for it', async () => {
    const row = { roomId: await addRoom(), requestedOn: '2026-03-01' }
    const hours = (from: number, to: number) => ({
      startsAt: `2026-03-01T${from}:00:00Z`,
      endsAt: `2026-03-01T${to}:00:00Z`,
    })
    await ada.bookings.create({ ...row, ...hours(10, 12) })
    await expectRefusal(boss.bookings.create({ ...row, ...hours(11, 13) }), 'ROOM_TAKEN', ['startsAt', 'endsAt'])
    await expectRefusal(boss.bookings.create({ ...row, ...hours(14, 13) }), 'ENDS_EARLY')
    await boss.bookings.create({ ...row, ...hours(12, 13) })
  })

  test('have a cursor that no other list takes', async () => {
    const roomId = await addRoom()
    for (const values of [
      ['2026-03-01', 1],
      [1, missing],
      ['2026-02-30', missing],
      ['2026-03-01', 'x'],
    ]) {
      const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
      expect(await refusalOf(nobody.bookings.list({ roomId, cursor }))).toMatchObject({ reason: 'INVALID_CURSOR' })
    }
  })

  test('are described in the OpenAPI document with formats and examples', () => {
    const document = JSON.stringify(
      openApiOf(router({ bookings }), { title: 'Library', version: '1', description: '', reasons }),
    )
    const parsed = JSON.parse(document)
    const [path] = parsed.paths['/bookings/{id}'].delete.parameters
    expect(path).toMatchObject({ schema: { type: 'string', format: 'uuid' }, example: missing.toLowerCase() })
    const body = parsed.paths['/bookings'].post.requestBody.content['application/json']
    expect(body.schema.properties).toMatchObject({
      requestedOn: { format: 'date' },
      fee: { type: 'string', pattern: expect.any(String) },
      isPaid: { type: 'boolean' },
      equipment: { properties: { chairs: { type: 'integer' } } },
    })
    expect(body.example).toEqual({ roomId: missing.toLowerCase(), requestedOn: '2026-03-01' })
    const text = reference({ procedures: known, views: {}, reasons, command: '' })
    expect(text).toContain('roomId: uuid, requestedOn: date')
  })
})

const known = procedures(app)

describe('the metadata of procedures', () => {
  test('has has who may call them, and every reason', () => {
    const reasonsOf = (path: string) => known.find((one) => one.path === path)?.reasons
    expect(reasonsOf('books.list')).toEqual(['INVALID_INPUT', 'INVALID_CURSOR'])
    expect(reasonsOf('loans.annotate')).toEqual(['INVALID_INPUT', 'NOT_SIGNED_IN', 'NOT_ALLOWED', 'LOAN_NOT_FOUND'])
    expect(known.find(({ path }) => path === 'shelves.forAdmins')?.access).toBe('admin')
  })

  test('an error names a procedure that was not built with them', () => {
    const bare = router({ loans: router({ bare: initTRPC.create().procedure.query(() => 1) }) })
    expect(() => procedures(bare)).toThrow('loans.bare does not declare its output and who may call it')
  })

  test('the reference has every procedure, with views by name', () => {
    const text = reference({ procedures: known, views: { Book }, reasons, command: 'npm run docs' })
    for (const { path } of known) expect(text).toContain(`### ${path}\n`)
    expect(text).toContain('output: Page<Book>')
    expect(text).toContain('| `LENT` | CONFLICT |')
  })
})

test('the caller is identified once for any number of calls of a request', async () => {
  let asked = 0
  const caller = createCaller(
    createContext(store, async () => {
      asked++
      return { kind: 'service', name: 'tests' }
    }),
  )
  await Promise.all([caller.shelves.forAdmins(), caller.shelves.forAdmins(), nobody.books.list({})])
  expect(asked).toBe(1)
})
