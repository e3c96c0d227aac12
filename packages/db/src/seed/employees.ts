import { fold } from '@trellis/store'
import type { Connection } from '../database.ts'
import { type DemoEmployee, demoOrganization } from '../demo/index.ts'
import { idOf } from './ids.ts'

/** Adds the org chart from the top down: a report needs the id of their manager. */
export async function addEmployees({ db, tables }: Connection): Promise<void> {
  let level: { employee: DemoEmployee; managerId: number | null }[] = demoOrganization.map((employee) => ({
    employee,
    managerId: null,
  }))
  while (level.length > 0) {
    const rows = level.map(({ employee: { name, title }, managerId }) => ({
      name,
      nameKey: fold(name),
      title,
      managerId,
    }))
    const added = await db.insert(tables.employees).values(rows).returning()
    const ids = new Map(added.map(({ name, id }) => [name, id]))
    level = level.flatMap(({ employee }) =>
      (employee.reports ?? []).map((report) => ({ employee: report, managerId: idOf(ids, employee.name) })),
    )
  }
}
