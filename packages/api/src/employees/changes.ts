import { changesOf } from '@trellis/rpc/live'
import { employeesByIds } from './queries.ts'
import { EmployeeView } from './views.ts'

/** The changes of employees. */
export const employeeChanges = changesOf({ table: 'employees', row: EmployeeView, view: employeesByIds })
