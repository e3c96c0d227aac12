import { defineRelations } from 'drizzle-orm'
import type { Tables } from './tables.ts'

/** How the tables refer to each other, in both directions. */
export const relate = (tables: Tables) =>
  defineRelations(tables, (r) => ({
    users: {
      notes: r.many.notes({ from: r.users.id, to: r.notes.ownerId }),
    },
    notes: {
      owner: r.one.users({ from: r.notes.ownerId, to: r.users.id, optional: false }),
    },
    // `trellis add` writes the relations of new tables above this line, and others into the objects of their tables.
  }))

export type Relations = ReturnType<typeof relate>
