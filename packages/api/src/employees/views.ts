import { z } from 'zod'

/** An employee. */
export const EmployeeView = z.object({
  id: z.number(),
  name: z.string(),
  title: z.string().nullable(),
  managerId: z.number().nullable(),
  version: z.number(),
})
/** An employee and the distance from the requested one. */
export const EmployeeNode = EmployeeView.extend({ depth: z.number() })
/** The number of subordinates in an `EmployeeDetail`. */
export const LISTED_SUBORDINATES = 100
/** An employee with both directions of the relation: the manager, and the first subordinates by name. */
export const EmployeeDetail = EmployeeView.extend({
  manager: EmployeeView.nullable(),
  subordinates: z.array(EmployeeView),
  subordinateCount: z.number(),
})

/** The columns of an `EmployeeView`. */
export const employeeSelection = {
  columns: { id: true, name: true, title: true, managerId: true, version: true },
} as const
