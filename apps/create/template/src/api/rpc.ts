import { webhookReasons } from '@trellis/identity/webhooks'
import { type CommonReason, initRpc, type Reasons } from '@trellis/rpc'
import { auditTrail, idempotencyKeys } from '@trellis/store'
import type { Store, Tables } from '../database/index.ts'
import { noteReasons } from './notes/reasons.ts'

const userReasons = {
  USER_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such user.', missing: 'users' },
} as const satisfies Reasons<Tables>

const declared = {
  ...userReasons,
  ...noteReasons,
  ...webhookReasons,
  // `trellis add` writes reasons above this line.
}

/** A machine-readable reason for an error. */
export type Reason = keyof typeof declared | CommonReason

/** The procedure builders: who may call, and errors with the reasons of each noun. */
export const {
  publicProcedure,
  protectedProcedure,
  ownerProcedure,
  adminProcedure,
  router,
  createCallerFactory,
  reasons,
  assertExists,
  notFoundOrForbidden,
} = initRpc<Store, Reason>().create({ reasons: declared, idempotencyKeys, auditTrail })
