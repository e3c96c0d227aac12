import { type ArrayParam, type Connection, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import { inlined } from '@trellis/rpc'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { byName, type NamePosition } from '../orders.ts'
import { employeeSelection, LISTED_SUBORDINATES } from './views.ts'

/** An employee with the manager and the first subordinates. */
export const employeeById = prepared(({ db }, { id }: Placeholders<{ id: number }>) =>
  db.query.employees.findFirst({
    ...employeeSelection,
    with: {
      manager: employeeSelection,
      subordinates: {
        ...employeeSelection,
        orderBy: { nameKey: 'asc', id: 'asc' },
        limit: inlined(LISTED_SUBORDINATES),
      },
    },
    extras: {
      subordinateCount: ({ id }) =>
        sql`(select count(*) from employees as report where report.manager_id = ${id})`.mapWith(Number),
    },
    where: { id },
  }),
)

const employeesAmong = prepared(({ db, expressions }, { ids }: Placeholders<{ ids: ArrayParam }>) =>
  db.query.employees.findMany({
    ...employeeSelection,
    where: { RAW: ({ id }) => sql`${id} in (${expressions.unnest(ids)})` },
  }),
)

/** The employees with these ids. */
export const employeesByIds = (connection: Connection, ids: number[]) =>
  employeesAmong(connection, { ids: connection.expressions.arrayParam(ids) })

interface ListShape {
  searched?: boolean
  /** Employees without a manager, or the direct subordinates of one manager. */
  below?: 'nobody' | 'manager'
}

type ListValues = { managerId?: number; q?: string | undefined; limit: number } & NamePosition

/** A page of employees by name. */
export const employeeList = preparedVariants(
  ({ db, expressions }, { searched = false, below }: ListShape, at: Placeholders<ListValues>) =>
    db.query.employees.findMany({
      ...employeeSelection,
      where: {
        RAW: ({ id, nameKey, managerId }) =>
          sql`${and(
            below === 'nobody' ? isNull(managerId) : undefined,
            below === 'manager' ? eq(managerId, at.managerId) : undefined,
            byName.condition([nameKey, id], at),
            searched ? expressions.keyContains(nameKey, at.q) : undefined,
          )}`,
      },
      orderBy: { nameKey: 'asc', id: 'asc' },
      limit: at.limit,
    }),
)
