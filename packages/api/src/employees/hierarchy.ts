import type { Connection, Tables } from '@trellis/db'
import { tree } from '@trellis/rpc'
import { employeeSelection } from './views.ts'

/** The trees of employees below their managers. */
export const hierarchy = tree({
  table: ({ employees }: Tables) => employees,
  parent: 'managerId',
  rows: ({ db }: Connection, among) =>
    db.query.employees.findMany({
      ...employeeSelection,
      where: { RAW: (employee) => among(employee.id) },
      orderBy: { nameKey: 'asc', id: 'asc' },
    }),
  tooMany: 'TOO_MANY_EMPLOYEES',
})
