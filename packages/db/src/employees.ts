import type { Columns } from '@trellis/store'
import { sql } from 'drizzle-orm'

/** The table of employees. Each has a manager, who is an employee too. */
export function defineEmployees(c: Columns) {
  return c.table(
    'employees',
    {
      id: c.id(),
      name: c.text().notNull(),
      /** `fold(name)`: sorted by; people may share a name. */
      nameKey: c.foldedKey(),
      title: c.text(),
      managerId: c.ref(),
      version: c.version(),
    },
    (t) => [
      c.foreignKey({ name: 'employees_manager', columns: [t.managerId], foreignColumns: [t.id] }),
      c.index('employees_by_manager').on(t.managerId, t.nameKey, t.id),
      c.index('employees_by_name').on(t.nameKey, t.id),
      c.check('employees_not_own_manager', sql`${t.managerId} <> ${t.id}`),
    ],
  )
}
