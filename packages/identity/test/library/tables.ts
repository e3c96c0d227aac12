import { type Columns, defineAuditEvents, defineIdempotencyKeys } from '@trellis/store'
import { defineIdentityTables, defineUsers, now } from '../../src/tables.ts'

/** A library whose readers sign in. */
export function defineTables(c: Columns) {
  const users = defineUsers(c, {
    role: c.choice(['user', 'librarian', 'admin']).notNull().default('user'),
    columns: { loanCount: c.count(), cardNumber: c.text() },
  })
  const books = c.table('books', { id: c.id(), title: c.text().notNull() })
  const loans = c.table('loans', {
    id: c.id(),
    bookId: c
      .ref()
      .notNull()
      .unique()
      .references(() => books.id, { onDelete: 'cascade' }),
    readerId: c
      .ref()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: c.instant().notNull().$defaultFn(now),
  })
  return {
    users,
    books,
    loans,
    idempotencyKeys: defineIdempotencyKeys(c),
    auditEvents: defineAuditEvents(c),
    ...defineIdentityTables(c, users),
  }
}

export type Tables = ReturnType<typeof defineTables>
