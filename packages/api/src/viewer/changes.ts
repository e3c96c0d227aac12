import type { Connection } from '@trellis/db'
import { type Events, journalSteps, type LiveContext, left, type Since } from '@trellis/rpc/live'
import type { Change } from '@trellis/store'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { unreadCount } from '../notifications/queries.ts'

/** How many notifications are not read, and that the viewer has signed out. */
export const ViewerChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('notifications'), unread: z.number() }),
  z.object({ kind: z.literal('signedOut') }),
])

/** The events of a user. */
export async function* viewerChanges(
  ctx: LiveContext<Connection>,
  userId: number,
  since: Since,
): Events<z.infer<typeof ViewerChange>> {
  const isOwn = ({ table, before, after }: Change) => table === 'notifications' && (after ?? before)?.userId === userId
  for await (const step of journalSteps(ctx, since)) {
    const { kind, position } = step
    if (kind === 'ended') {
      if (!step.isSignedOut) return left(since.signal)
      yield tracked(position, { kind: 'signedOut' })
    } else if (kind !== 'batch' || step.isDue || step.batch.changes.some(isOwn))
      yield tracked(position, { kind: 'notifications', unread: await unreadCount(ctx.store.read, userId) })
  }
}
