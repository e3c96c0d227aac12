import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about employees are refused. */
export const employeeReasons = {
  EMPLOYEE_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such employee.', missing: 'employees' },
  CYCLE: {
    code: 'CONFLICT',
    message: 'Nobody can be moved under themselves or somebody who reports to them.',
    check: 'employees_not_own_manager',
  },
  HAS_SUBORDINATES: { code: 'CONFLICT', message: 'There are people who report to this employee.' },
} as const satisfies Reasons<Tables>
