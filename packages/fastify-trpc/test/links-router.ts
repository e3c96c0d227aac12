import { initTRPC, TRPCError, tracked } from '@trpc/server'
import { octetInputParser } from '@trpc/server/http'
import { z } from 'zod'

const t = initTRPC.context<{ readonly url: string }>().create({ isDev: false })
const { procedure } = t

/** How often each key was requested. */
const attempts = new Map<string, number>()

/** Procedures for each kind of link. */
export const linksRouter = t.router({
  greet: procedure.input(z.string()).query(({ input }) => `hello ${input}`),
  /** The URL of the request: the same for all calls of a batch. */
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

/** The type of the router for the clients in tests. */
export type LinksRouter = typeof linksRouter
