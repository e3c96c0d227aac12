import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Columns, defineIdempotencyKeys } from '../../src/index.ts'

/** How many replies deep a thread of notes may go. */
export const MAX_NOTE_DEPTH = 100

/** The equipment of a booking. */
export const Equipment = z.object({
  chairs: z.number().int().min(0),
  projector: z.boolean().default(false),
  notes: z.array(z.string().nullable()).optional(),
})

const now = () => new Date().toISOString()

/** A library: every kind of column, constraint and relation that the kit has to keep. */
export function defineTables(c: Columns) {
  const createdAt = () => c.instant().notNull().$defaultFn(now)
  const updatedAt = () => c.instant().notNull().$defaultFn(now).$onUpdateFn(now)

  const authors = c.table('authors', {
    id: c.id(),
    name: c.text().notNull(),
    nameKey: c.foldedKey().unique(),
    bookCount: c.count(),
    /** How many authors this one influenced, and by how many it was influenced. */
    influencedCount: c.count(),
    influenceCount: c.count(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  })
  const authorId = () =>
    c
      .ref()
      .notNull()
      .references(() => authors.id, { onDelete: 'cascade' })

  const biographies = c.table('biographies', {
    id: c.id(),
    /** Unique: this is what makes the relation one-to-one. */
    authorId: authorId().unique(),
    fullName: c.text().notNull(),
    fullNameKey: c.foldedKey(),
    text: c.text(),
  })

  const influences = c.table(
    'influences',
    { influencerId: authorId(), influencedId: authorId(), createdAt: createdAt() },
    (t) => [
      c.primaryKey({ columns: [t.influencerId, t.influencedId] }),
      c.index('influences_of').on(t.influencedId, t.createdAt, t.influencerId),
      c.check('influences_not_oneself', sql`${t.influencerId} <> ${t.influencedId}`),
    ],
  )

  const shelves = c.table(
    'shelves',
    {
      id: c.id(),
      name: c.text().notNull(),
      nameKey: c.foldedKey(),
      parentId: c.ref(),
      shelfCount: c.count(),
      bookCount: c.count(),
    },
    (t) => [
      c.foreignKey({ name: 'shelves_parent', columns: [t.parentId], foreignColumns: [t.id] }),
      c.index('shelves_by_parent').on(t.parentId, t.nameKey, t.id),
      c.check('shelves_not_in_itself', sql`${t.parentId} <> ${t.id}`),
    ],
  )

  const books = c.table(
    'books',
    {
      id: c.id(),
      title: c.text().notNull(),
      titleKey: c.foldedKey(),
      summary: c.text().notNull(),
      authorId: authorId(),
      shelfId: c.ref().references(() => shelves.id, { onDelete: 'set null' }),
      isbn: c.key().unique(),
      loanCount: c.count(),
      noteCount: c.count(),
      version: c.version(),
      createdAt: createdAt(),
      updatedAt: updatedAt(),
    },
    (t) => [
      c.index('books_by_title').on(t.titleKey, t.id),
      c.index('books_by_author').on(t.authorId, t.createdAt, t.id),
      c.index('books_by_shelf').on(t.shelfId, t.createdAt, t.id),
    ],
  )
  const bookId = () =>
    c
      .ref()
      .notNull()
      .references(() => books.id, { onDelete: 'cascade' })

  const subjects = c.table('subjects', {
    id: c.id(),
    name: c.text().notNull(),
    nameKey: c.foldedKey().unique(),
    bookCount: c.count(),
    createdAt: createdAt(),
  })

  const bookSubjects = c.table(
    'book_subjects',
    {
      bookId: bookId(),
      subjectId: c
        .ref()
        .notNull()
        .references(() => subjects.id, { onDelete: 'cascade' }),
      /** The `createdAt` of the book. */
      addedAt: c.instant().notNull(),
    },
    (t) => [
      c.primaryKey({ columns: [t.bookId, t.subjectId] }),
      c.index('book_subjects_newest').on(t.subjectId, t.addedAt, t.bookId),
    ],
  )

  const readers = c.table('readers', {
    id: c.id(),
    name: c.text().notNull(),
    nameKey: c.foldedKey().unique(),
    email: c.text().unique(),
    emailVerified: c.boolean().notNull().default(false),
    role: c.choice(['reader', 'librarian']).notNull().default('reader'),
    /** A number of more than 32 bits. */
    cardNumber: c.number(),
    memberSince: c.date(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  })
  const readerId = () =>
    c
      .ref()
      .notNull()
      .references(() => readers.id, { onDelete: 'cascade' })

  const loans = c.table('loans', { id: c.id(), bookId: bookId(), readerId: readerId(), note: c.text() }, (t) => [
    c.unique('loans_once').on(t.bookId, t.readerId),
    c.index('loans_by_reader').on(t.readerId, t.bookId),
  ])

  const notes = c.table(
    'notes',
    {
      id: c.id(),
      bookId: bookId(),
      /** The author. `null` if the note was deleted and still has replies. */
      readerId: c.ref().references(() => readers.id, { onDelete: 'cascade' }),
      parentId: c.ref(),
      depth: c.integer().notNull().default(0),
      body: c.text().notNull(),
      replyCount: c.count(),
    },
    (t) => [
      c.unique('notes_id_book').on(t.id, t.bookId),
      // A reply is about the book of its parent: the pair of both is the foreign key.
      c
        .foreignKey({ name: 'notes_parent', columns: [t.parentId, t.bookId], foreignColumns: [t.id, t.bookId] })
        .onDelete('cascade'),
      c.check('notes_depth', sql`${t.depth} <= ${sql.raw(String(MAX_NOTE_DEPTH))}`),
      c.index('notes_of_book').on(t.bookId, t.parentId, t.id),
      c.index('notes_replies').on(t.parentId, t.id),
      c.index('notes_by_reader').on(t.readerId),
    ],
  )

  const rooms = c.table('rooms', {
    id: c.id('uuid'),
    name: c.text().notNull(),
    hourlyFee: c.decimal(7, 2).notNull(),
    bookingCount: c.count(),
  })

  const bookings = c.table(
    'bookings',
    {
      id: c.id('uuid'),
      roomId: c.ref('uuid').references(() => rooms.id, { onDelete: 'cascade' }),
      readerId: c.ref().references(() => readers.id, { onDelete: 'cascade' }),
      /** The booking that this one replaces. */
      replacesId: c.ref('uuid'),
      /** A booking of another system. */
      externalId: c.uuid().unique(),
      startsAt: c.instant(),
      endsAt: c.instant(),
      requestedOn: c.day(),
      fee: c.decimal(15, 2),
      isPaid: c.boolean(),
      equipment: c.json(Equipment),
    },
    (t) => [
      c.foreignKey({ name: 'bookings_replaces', columns: [t.replacesId], foreignColumns: [t.id] }),
      c.index('bookings_of_room').on(t.roomId, t.startsAt, t.id),
      c.index('bookings_by_reader').on(t.readerId),
      c.index('bookings_replaced').on(t.replacesId),
    ],
  )

  return {
    authors,
    biographies,
    influences,
    shelves,
    books,
    subjects,
    bookSubjects,
    readers,
    loans,
    notes,
    rooms,
    bookings,
    idempotencyKeys: defineIdempotencyKeys(c),
  }
}

export type Tables = ReturnType<typeof defineTables>
