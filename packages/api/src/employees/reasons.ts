import type { Tables } from '@trellis/db'
import type { Reasons } from '@trellis/rpc'

/** Why calls about employees are refused. */
export const employeeReasons = {
  EMPLOYEE_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such employee.', missing: 'employees' },
  CYCLE: {
    code: 'CONFLICT',
    message: 'An employee cannot be moved under themselves or one of their subordinates.',
    check: 'employees_not_own_manager',
  },
  TOO_MANY_EMPLOYEES: {
    code: 'PAYLOAD_TOO_LARGE',
    message: 'The answer would have more than 25,000 employees. Ask for a smaller tree, or with maxDepth.',
  },
  HAS_SUBORDINATES: { code: 'CONFLICT', message: 'This employee has subordinates.' },
} as const satisfies Reasons<Tables>
