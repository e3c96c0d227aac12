import { haveSameAccess, mayEndAccess } from '@trellis/identity'
import type { Caller } from '@trellis/rpc'
import type { CallerAccess } from '@trellis/rpc/live'
import type { FastifyReply } from 'fastify'

/** How long a stream whose access has ended may send its last event, in milliseconds. */
const LAST_EVENT = 1_000
/** The longest time of a timer. */
const MAX_TIMER = 2 ** 31 - 1

/**
 * Watches the access of the caller of a stream. After its end, the connection is closed, so that the client connects again, and its
 * caller is found again or refused.
 */
function watchAccess(reply: FastifyReply, caller: Caller, findAgain: () => Promise<Caller>): CallerAccess {
  const ending = new AbortController()
  const { raw } = reply
  let now = caller
  async function check(): Promise<void> {
    if (ending.signal.aborted) return
    now = await findAgain()
    if (haveSameAccess(caller, now)) return
    ending.abort()
    const closing = setTimeout(() => raw.destroy(), LAST_EVENT)
    raw.once('close', () => clearTimeout(closing))
  }
  const { expiresAt } = { expiresAt: undefined, ...caller }
  const wait = expiresAt === undefined ? MAX_TIMER : expiresAt.getTime() - Date.now() + 1
  // It fails if the database is away. The caller is found again when the client comes back.
  const expiry = setTimeout(() => void check().catch(() => raw.destroy()), Math.min(wait, MAX_TIMER))
  raw.once('close', () => clearTimeout(expiry))
  return {
    ended: ending.signal,
    isSignedOut: () => now.kind === 'anyone',
    mayEndBy: (change) => mayEndAccess(caller, change),
    check,
  }
}

/** The context of a stream, with the access of its caller, who is found again by `findAgain`. */
export async function watchedContext<Ctx extends { identify(): Promise<Caller> }>(
  ctx: Ctx,
  reply: FastifyReply,
  findAgain: () => Promise<Caller>,
): Promise<Ctx & { access?: CallerAccess }> {
  const caller = await ctx.identify()
  return caller.kind === 'anyone' ? ctx : { ...ctx, access: watchAccess(reply, caller, findAgain) }
}
