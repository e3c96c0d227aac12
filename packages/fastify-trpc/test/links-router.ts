import { initTRPC, TRPCError, tracked } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { z } from 'zod'

const t = initTRPC.context<{ readonly url: string }>().create({ isDev: false })
const { procedure } = t

/** How often each key was asked for. */
const attempts = new Map<string, number>()

/** Procedures that need something of each link. */
export const linksRouter = t.router({
  greet: procedure.input(z.string()).query(({ input }) => `hello ${input}`),
  /** Where the request came to: calls of one batch came to the same place. */
  url: procedure.query(({ ctx }) => ctx.url),
  add: procedure.input(z.object({ a: z.number(), b: z.number() })).mutation(({ input }) => input.a + input.b),
  missing: procedure.query(() => {
    throw new TRPCError({ code: 'NOT_FOUND', message: 'not here' })
  }),
  unreliable: procedure.input(z.string()).query(({ input }) => {
    const attempt = (attempts.get(input) ?? 0) + 1
    attempts.set(input, attempt)
    if (attempt < 3) throw new TRPCError({ code: 'SERVICE_UNAVAILABLE' })
    return attempt
  }),
  letters: procedure.query(async function* () {
    yield 'a'
    yield 'b'
  }),
  ticks: procedure.input(z.object({ to: z.int() })).subscription(async function* ({ input }) {
    for (let tick = 1; tick <= input.to; tick++) yield tracked(String(tick), { tick })
  }),
  fields: procedure.input(z.instanceof(FormData)).mutation(({ input }) => Object.fromEntries([...input.entries()])),
  size: procedure.input(octetInputParser).mutation(async ({ input }) => (await new Response(input).bytes()).length),
})

/** The type that the clients of the tests know. */
export type LinksRouter = typeof linksRouter
