import { auditTrail, idempotencyKeys, type Store } from '@trellis/db'
import { webhookReasons } from '@trellis/identity/webhooks'
import { type CommonReason, initRpc, type Context as RpcContext } from '@trellis/rpc'
import { categoryReasons } from './categories/reasons.ts'
import { commentReasons } from './comments/reasons.ts'
import { employeeReasons } from './employees/reasons.ts'
import { followReasons } from './follows/reasons.ts'
import { postReasons } from './posts/reasons.ts'
import { profileReasons } from './profiles/reasons.ts'
import { tagReasons } from './tags/reasons.ts'
import { userReasons } from './users/reasons.ts'

/** The context of every procedure: connections to read and write, and the caller. */
export type Context = RpcContext<Store>

const declared = {
  ...userReasons,
  ...profileReasons,
  ...postReasons,
  ...tagReasons,
  ...categoryReasons,
  ...commentReasons,
  ...followReasons,
  ...employeeReasons,
  ...webhookReasons,
  // `trellis add` writes reasons above this line.
}

/** A machine-readable reason for an error. */
export type Reason = keyof typeof declared | CommonReason

/** The procedure builders: who may call, the transaction, and errors with the reasons of each noun. */
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
