import { appendOnly, copied, counter, type Derived, foldedKey, journal, noOverlap, search } from '../../src/index.ts'
import type { Tables } from './tables.ts'

/** What is derived from the rows: every kind of declaration. */
export const derive = (t: Tables): Derived[] => [
  counter(t.authors.bookCount, { counts: t.books, by: t.books.authorId }),
  counter(t.authors.influencedCount, { counts: t.influences, by: t.influences.influencerId }),
  counter(t.authors.influenceCount, { counts: t.influences, by: t.influences.influencedId }),
  counter(t.shelves.shelfCount, { counts: t.shelves, by: t.shelves.parentId }),
  counter(t.shelves.bookCount, { counts: t.books, by: t.books.shelfId }),
  counter(t.subjects.bookCount, { counts: t.bookSubjects, by: t.bookSubjects.subjectId }),
  counter(t.books.loanCount, { counts: t.loans, by: t.loans.bookId }),
  counter(t.books.noteCount, { counts: t.notes, by: t.notes.bookId, unlessNull: t.notes.readerId }),
  counter(t.notes.replyCount, { counts: t.notes, by: t.notes.parentId, unlessNull: t.notes.readerId }),
  counter(t.rooms.bookingCount, { counts: t.bookings, by: t.bookings.roomId }),
  copied(t.bookSubjects.addedAt, { of: t.books.createdAt, by: t.bookSubjects.bookId }),
  foldedKey(t.authors.nameKey, t.authors.name),
  foldedKey(t.biographies.fullNameKey, t.biographies.fullName),
  foldedKey(t.shelves.nameKey, t.shelves.name),
  foldedKey(t.books.titleKey, t.books.title),
  foldedKey(t.subjects.nameKey, t.subjects.name),
  foldedKey(t.readers.nameKey, t.readers.name),
  search(t.books, ['title', 'summary']),
  appendOnly(t.influences),
  journal(t.books, { by: [t.books.authorId, t.books.shelfId] }),
  journal(t.loans, { by: [t.loans.bookId] }),
  noOverlap(t.bookings, { by: t.bookings.roomId, from: t.bookings.startsAt, to: t.bookings.endsAt }),
  noOverlap(t.bookings, { by: t.bookings.readerId, from: t.bookings.startsAt, to: t.bookings.endsAt }),
  journal(t.readers, { by: [t.readers.role], updates: 'by' }),
  journal(t.bookings, { by: [t.bookings.roomId] }),
]
