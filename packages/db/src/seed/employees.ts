import type { DemoEmployee } from '../demo.ts'
import { idOf, type Seeding } from './seeding.ts'

/** Adds the org chart from the top down, because a report needs the id of their manager. */
export async function addEmployees({ db, tables, demo }: Seeding): Promise<void> {
  let level: { employee: DemoEmployee; managerId: number | null }[] = demo.organization.map((employee) => ({
    employee,
    managerId: null,
  }))
  while (level.length > 0) {
    const rows = level.map(({ employee: { name, title }, managerId }) => ({ name, title, managerId }))
    const added = await db.insert(tables.employees).values(rows).returning()
    const ids = new Map(added.map(({ name, id }) => [name, id]))
    level = level.flatMap(({ employee }) =>
      employee.reports.map((report) => ({ employee: report, managerId: idOf(ids, employee.name) })),
    )
  }
}
