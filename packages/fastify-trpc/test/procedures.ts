import { initTRPC, lazy, TRPCError } from '@trpc/server'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'

/** The context of the procedures in tests. */
export interface Context {
  readonly name: string
  readonly reply: FastifyReply
}

/** Builds procedures that routers with any options can take. */
export const t = initTRPC.context<Context>().create({ isDev: false })
const { procedure } = t

const codes = z.enum(['BAD_REQUEST', 'UNAUTHORIZED', 'NOT_FOUND', 'CONFLICT', 'TOO_MANY_REQUESTS', 'TIMEOUT'])

/** Ordinary procedures. */
export const usual = {
  hello: procedure.query(() => 'hello'),
  echo: procedure.input(z.unknown()).query(({ input }) => input),
  books: {
    byId: procedure.input(z.object({ id: z.int().positive() })).query(({ input }) => ({ ...input, name: 'Ada' })),
    rename: procedure.input(z.object({ name: z.string() })).mutation(({ input }) => input),
  },
  save: procedure.input(z.unknown()).mutation(({ input }) => ({ saved: input })),
  touch: procedure.mutation(() => 'touched'),
  late: lazy(async () => ({
    router: t.router({ hello: procedure.query(() => 'late'), save: procedure.mutation(() => 1) }),
  })),
}

/** Procedures that throw, each in a different way. */
export const failing = {
  fail: procedure.input(z.object({ code: codes })).query(({ input }) => {
    throw new TRPCError({ code: input.code, message: `A ${input.code}` })
  }),
  failToSave: procedure.mutation(() => {
    throw new TRPCError({ code: 'CONFLICT' })
  }),
  throwError: procedure.query(() => {
    throw new RangeError('out of range')
  }),
  throwText: procedure.query(() => {
    throw 'thrown text'
  }),
  throwNothing: procedure.query(() => {
    throw undefined
  }),
  rejectLater: procedure.input(z.unknown()).query(async () => {
    await new Promise(setImmediate)
    throw new TRPCError({ code: 'FORBIDDEN', cause: new Error('the cause') })
  }),
  errorShape: procedure
    .errors(({ error, shape }) => ({ ...shape, message: `shaped ${error.message}` }))
    .input(z.object({ id: z.int() }))
    .query(() => {
      throw new TRPCError({ code: 'NOT_FOUND', message: 'here' })
    }),
  badOutput: procedure.output(z.number()).query(() => Number('x')),
}

/** Procedures with middlewares of every kind. */
export const layered = {
  context: procedure
    .use(({ ctx, next }) => next({ ctx: { name: `${ctx.name}!`, added: 1 } }))
    .use(({ next }) => next())
    .query(({ ctx }) => ({ name: ctx.name, added: ctx.added })),
  rawInput: procedure
    .use(async ({ getRawInput, next }) => next({ ctx: { raw: [await getRawInput(), await getRawInput()] } }))
    .query(({ ctx }) => ctx.raw),
  otherRawInput: procedure
    .use(({ next }) => next({ getRawInput: async () => ({ id: 5 }) }))
    .input(z.object({ id: z.int() }))
    .query(({ input }) => input),
  merged: procedure
    .input(z.object({ id: z.int() }))
    .input(z.object({ name: z.string().default('none') }))
    .output(z.object({ id: z.int(), name: z.string() }))
    .query(({ input }) => ({ ...input, secret: 'not in the output' })),
  noResult: procedure.use((async () => undefined) as never).query(() => 'never'),
  stopped: procedure
    .use(async ({ next }) => {
      const result = await next()
      if (result.ok) throw new TRPCError({ code: 'PRECONDITION_FAILED' })
      return result
    })
    .query(() => 'never sent'),
  options: procedure.meta({ note: 'a meta' }).query((given) => ({
    ...given,
    signal: given.signal instanceof AbortSignal ? given.signal.aborted : 'no signal',
    ctx: given.ctx.name,
  })),
  ownCaller: procedure
    .experimental_caller((async ({ args, invoke }: Caller) => ({ called: await invoke(args[0]) })) as never)
    .query(() => 'through the caller') as never,
  instrumented: Object.assign(
    async (call: Parameters<typeof usual.hello>[0]) => `instrumented ${await usual.hello(call)}`,
    usual.hello,
  ),
}

interface Caller {
  readonly args: unknown[]
  readonly invoke: (call: unknown) => Promise<unknown>
}
