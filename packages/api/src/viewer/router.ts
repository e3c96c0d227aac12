import { z } from 'zod'
import { publicProcedure, router } from '../rpc.ts'

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
})
