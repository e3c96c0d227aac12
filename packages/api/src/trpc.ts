import type { RestMeta } from '@trellis/rpc/rest'
import { initTRPC, type TRPCError } from '@trpc/server'
import { isPrivileged } from './caller.ts'
import { withCompiledSchemas } from './compiled-schemas.ts'
import type { Context } from './context.ts'
import { ApiError, describeError, type Reason, violationError } from './errors.ts'
import { missingReference } from './references.ts'

const MASKED = 'Something went wrong on our side.'

/** The least that may call a procedure; `self` is the viewer the row belongs to. Services and admins pass everywhere. */
export type Who = 'anyone' | 'viewer' | 'self' | 'service' | 'admin'

/** What a procedure says about itself: its REST routes, and what the reference tells. */
export interface Meta extends RestMeta {
  who?: Who
  /** The reasons it refuses with, besides those that follow from its input and from who may call it. */
  reasons?: readonly Reason[]
}

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error }) => ({
      ...shape,
      message: messageOf(error, shape.message),
      data: { ...shape.data, ...describeError(error) },
    }),
  })

function messageOf(error: TRPCError, message: string): string {
  if (error.code === 'INTERNAL_SERVER_ERROR') return MASKED
  const { fields } = describeError(error)
  if (!fields) return message
  return Object.entries(fields)
    .map(([path, text]) => (path ? `${path}: ${text}` : text))
    .join('; ')
}

/** Makes a router of procedures and routers. */
export const { router, createCallerFactory } = t

const procedure = withCompiledSchemas(t.procedure)

/** A procedure that anyone may call. */
export const anyone = procedure.meta({ who: 'anyone' })

/** A procedure for signed-in users and services. Whose rows they may touch stands in its statements. */
export const viewer = procedure.meta({ who: 'viewer' }).use(async ({ ctx, next }) => {
  const caller = await ctx.identify()
  if (caller.kind === 'anyone') throw new ApiError('NOT_SIGNED_IN', 'Sign in first, or send a valid key.')
  return next({ ctx: { caller } })
})

/** The same for those whose rows the procedure touches, and nobody else: its statements say which rows those are. */
export const self = viewer.meta({ who: 'self' })

/** A procedure for services; admins pass too. */
export const service = viewer.meta({ who: 'service' }).use(({ ctx, next }) => {
  if (!isPrivileged(ctx.caller)) throw new ApiError('NOT_ALLOWED', 'Only services and admins may do this.')
  return next()
})

/** A procedure for admins; services pass too. */
export const admin = service.meta({ who: 'admin' })

/**
 * Makes a mutation a transaction: the rest of the procedure reads and writes through `ctx.db` inside it, and an error
 * anywhere takes everything back. Violated constraints become the errors of the contract.
 */
export const transaction = t.middleware(async ({ ctx, input, next }) => {
  try {
    return await ctx.store.write(async ({ db }) => {
      const result = await next({ ctx: { db } })
      // next() resolves even when the procedure failed: without the throw, the half that ran would be committed.
      if (!result.ok) throw result.error
      return result
    })
  } catch (error) {
    const violation = ctx.store.violation(error)
    if (!violation) throw error
    throw violation.kind === 'foreignKey'
      ? await missingReference(ctx.store.read, input)
      : (violationError(violation) ?? error)
  }
})
