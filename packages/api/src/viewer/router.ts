import { actingUserId } from '@trellis/rpc'
import { eventsOutput, since } from '@trellis/rpc/live'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { protectedProcedure, publicProcedure, router } from '../rpc.ts'
import { ViewerChange, viewerChanges } from './changes.ts'

const Viewer = z.object({ id: z.number(), username: z.string(), role: z.literal(['user', 'admin']) })
const Service = z.object({ service: z.string() })

/** The caller. */
export const viewer = router({
  current: publicProcedure
    .meta({ http: 'GET /viewer' })
    .output(z.union([Viewer, Service]).nullable())
    .query(async ({ ctx }) => {
      const caller = await ctx.identify()
      switch (caller.kind) {
        case 'user':
          return caller
        case 'service':
          return { service: caller.name }
        case 'anyone':
          return null
      }
    }),

  changes: protectedProcedure
    .meta({ http: 'GET /viewer/changes', reasons: ['NOT_ALLOWED'] })
    .input(z.object({ userId: input.id.optional(), ...since }))
    .output(eventsOutput(ViewerChange))
    .subscription(({ ctx, input: { userId, ...input }, signal }) =>
      viewerChanges(ctx, actingUserId(ctx, userId, 'userId'), { ...input, signal }),
    ),
})
