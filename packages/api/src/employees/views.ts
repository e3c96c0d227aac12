import { z } from 'zod'

/** Somebody in the organization. */
export const EmployeeView = z.object({
  id: z.number(),
  name: z.string(),
  title: z.string().nullable(),
  managerId: z.number().nullable(),
  version: z.number(),
})
/** An employee at a distance from the one asked for. */
export const EmployeeNode = EmployeeView.extend({ depth: z.number() })
/** How many subordinates come with an employee. */
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
