import { defineRelations } from 'drizzle-orm'
import type { Tables } from './tables.ts'

/** How the tables refer to each other, in both directions. */
export const relate = (tables: Tables) =>
  defineRelations(tables, (r) => ({
    users: { notes: r.many.notes({ from: r.users.id, to: r.notes.ownerId }) },
    notes: { owner: r.one.users({ from: r.notes.ownerId, to: r.users.id, optional: false }) },
  }))

export type Relations = ReturnType<typeof relate>
