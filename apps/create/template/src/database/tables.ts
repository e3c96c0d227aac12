import { defineIdentityTables, defineUsers } from '@trellis/identity/tables'
import { type Columns, defineAuditEvents, defineIdempotencyKeys, isoMoment } from '@trellis/store'

const now = () => isoMoment(Date.now())

/** Every table, once for both engines. */
export function defineTables(c: Columns) {
  const users = defineUsers(c, {
    role: c.choice(['user', 'admin']).notNull().default('user'),
    columns: { noteCount: c.count() },
  })
  const notes = c.table(
    'notes',
    {
      id: c.id(),
      ownerId: c
        .ref()
        .notNull()
        .references(() => users.id, { onDelete: 'cascade' }),
      title: c.text().notNull(),
      titleKey: c.foldedKey(),
      text: c.text().notNull().default(''),
      version: c.version(),
      createdAt: c.instant().notNull().$defaultFn(now),
      updatedAt: c.instant().notNull().$defaultFn(now).$onUpdateFn(now),
    },
    (t) => [
      c.uniqueIndex('notes_title').on(t.ownerId, t.titleKey),
      c.index('notes_newest').on(t.ownerId, t.createdAt, t.id),
    ],
  )

  // `trellis add` writes tables above this line.

  return {
    users,
    ...defineIdentityTables(c, users),
    auditEvents: defineAuditEvents(c),
    idempotencyKeys: defineIdempotencyKeys(c),
    notes,
    // `trellis add` writes the names of tables above this line.
  }
}

export type Tables = ReturnType<typeof defineTables>
