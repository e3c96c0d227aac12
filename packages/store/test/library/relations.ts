import { defineRelations } from 'drizzle-orm'
import type { Tables } from './tables.ts'

/** How the tables refer to each other. */
export const relate = (tables: Tables) =>
  defineRelations(tables, (r) => ({
    authors: {
      biography: r.one.biographies({ from: r.authors.id, to: r.biographies.authorId }),
      books: r.many.books({ from: r.authors.id, to: r.books.authorId }),
      influenced: r.many.authors({
        from: r.authors.id.through(r.influences.influencerId),
        to: r.authors.id.through(r.influences.influencedId),
      }),
    },
    biographies: { author: r.one.authors({ from: r.biographies.authorId, to: r.authors.id, optional: false }) },
    shelves: {
      parent: r.one.shelves({ from: r.shelves.parentId, to: r.shelves.id, alias: 'tree' }),
      shelves: r.many.shelves({ alias: 'tree' }),
      books: r.many.books({ from: r.shelves.id, to: r.books.shelfId }),
    },
    books: {
      author: r.one.authors({ from: r.books.authorId, to: r.authors.id, optional: false }),
      shelf: r.one.shelves({ from: r.books.shelfId, to: r.shelves.id }),
      subjects: r.many.subjects({
        from: r.books.id.through(r.bookSubjects.bookId),
        to: r.subjects.id.through(r.bookSubjects.subjectId),
      }),
      readers: r.many.readers({
        from: r.books.id.through(r.loans.bookId),
        to: r.readers.id.through(r.loans.readerId),
      }),
      notes: r.many.notes({ from: r.books.id, to: r.notes.bookId }),
    },
    rooms: { bookings: r.many.bookings({ from: r.rooms.id, to: r.bookings.roomId }) },
    bookings: {
      room: r.one.rooms({ from: r.bookings.roomId, to: r.rooms.id }),
      reader: r.one.readers({ from: r.bookings.readerId, to: r.readers.id }),
      replaces: r.one.bookings({ from: r.bookings.replacesId, to: r.bookings.id, alias: 'replacement' }),
      replacedBy: r.many.bookings({ alias: 'replacement' }),
    },
    notes: {
      parent: r.one.notes({ from: r.notes.parentId, to: r.notes.id, alias: 'thread' }),
      replies: r.many.notes({ alias: 'thread' }),
      reader: r.one.readers({ from: r.notes.readerId, to: r.readers.id }),
    },
  }))

export type Relations = ReturnType<typeof relate>
