import { TRPCError } from '@trpc/server'
import { createInputMiddleware, createOutputMiddleware } from '@trpc/server/unstable-core-do-not-import'
import { z } from 'zod'
import { t } from './procedures.ts'

const { procedure } = t
const withId = z.object({ id: z.int() })
const later = withId.refine(async ({ id }) => id > 0, 'must be positive')

/** A thenable that is not a promise. */
const thenable = (value: unknown) => {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  if (value === undefined) reject(new RangeError('nothing to parse'))
  else resolve(value)
  // biome-ignore lint/suspicious/noThenProperty: this is what is tested.
  return { then: promise.then.bind(promise) }
}

/** Procedures with parsers of every kind, for inputs and outputs. */
export const parsed = {
  byFunction: procedure.input((value: unknown) => ({ parsed: value })).query(({ input }) => input),
  byRefusal: procedure
    .input((): never => {
      throw new TRPCError({ code: 'FORBIDDEN', message: 'not this' })
    })
    .query(() => 'never'),
  byThenable: procedure.input(thenable).query(({ input }) => input),
  byAsyncSchema: procedure.input(later).query(({ input }) => input),
  byStandardSchema: procedure.input({ '~standard': withId['~standard'] }).query(({ input }) => input),
  inputTwiceList: procedure
    .input(withId)
    .input((() => [1]) as never)
    .query(({ input }) => input),
  inputAround: procedure
    .input(withId)
    .use(({ input, next }) => next({ ctx: { name: `of ${input.id}` } }))
    .input(z.object({ name: z.string() }))
    .query(({ ctx, input }) => ({ input, name: ctx.name })),
  outputAround: procedure
    .output(z.object({ id: z.int() }))
    .use(async ({ next }) => {
      const result = await next()
      return result.ok ? { ...result, data: { id: 1, dropped: true } } : result
    })
    .query(() => ({ id: 2 })),
  outputTwice: procedure
    .output(withId)
    .output(withId as never)
    .query(() => ({ id: 3, dropped: true }) as never),
  outputLater: procedure.output(later).query(() => ({ id: -1 })),
  outputOfNoResult: procedure
    .output(z.string())
    .use((async () => undefined) as never)
    .query(() => 'never'),
  outputOfFailure: procedure.output(z.string()).query((): string => {
    throw new TRPCError({ code: 'CONFLICT', message: 'taken' })
  }),
  parserOfSomebody: procedure
    .input(withId)
    .use(createInputMiddleware((value) => ({ somebody: value })) as never)
    .output(z.unknown())
    .use(createOutputMiddleware((value) => ({ shown: value })) as never)
    .query(({ input }) => input),
  nextTwice: procedure
    .use(async ({ next }) => {
      await next()
      return next()
    })
    .input(withId)
    .query(({ input }) => input),
  concatenated: procedure
    .input(withId)
    .concat(procedure.input(z.object({ name: z.string() })))
    .query(({ input }) => input),
}
