import type { Tables } from '@trellis/db'
import { tree } from '@trellis/rpc'
import { sql } from 'drizzle-orm'

/** The trees of employees below their managers. */
export const hierarchy = tree({
  table: ({ employees }: Tables) => employees,
  parent: 'managerId',
  columns: ({ id, name, title, managerId, version }) => ({ id, name, title, managerId, version }),
  orderBy: ({ nameKey, id }) => sql`${nameKey}, ${id}`,
  tooMany: 'TOO_MANY_EMPLOYEES',
})
