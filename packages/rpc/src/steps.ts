import type { AnyTRPCMiddlewareFunction } from '@trpc/server'
import { type AuditTrail, eventOf, isAudited } from './audit.ts'
import { type Caller, isPrivileged, limitOf } from './caller.ts'
import type { Context } from './context.ts'
import { assertRoom } from './context.ts'
import { costOf } from './costs.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import { ApiError, asUnavailable, type Refuse } from './errors.ts'
import { type KeyedCall, type KeyStorage, keyedCall, once } from './idempotency.ts'
import type { Meta } from './procedure-builder.ts'
import type { CommonReason } from './reasons.ts'
import { assertRuleApplied, type Rule } from './rules.ts'
import type { violationErrors } from './violations.ts'

type Middleware = Parameters<AnyTRPCMiddlewareFunction>[0]
type Result = ReturnType<AnyTRPCMiddlewareFunction>

/** A call, as its steps see it. */
interface Call<Store extends AnyStore<AnyConnection>> extends Omit<Middleware, 'ctx' | 'meta' | 'input'> {
  readonly ctx: Context<Store, string> & Added
  readonly meta: Meta<string> | undefined
  readonly input: unknown
}

/** The values that steps add to the context for the steps after them and the procedure. */
interface Added {
  readonly refuse: Refuse<CommonReason>
  /** Absent where nothing depends on it. */
  readonly caller?: Caller
  readonly rule?: Rule
  readonly keyed?: KeyedCall | undefined
}

type Step<Store extends AnyStore<AnyConnection>> = (call: Call<Store>) => Result

/** The parts of a domain that the steps need. */
interface StepOptions<Store extends AnyStore<AnyConnection>> {
  readonly refuse: Refuse<CommonReason>
  readonly violationError: ReturnType<typeof violationErrors>
  readonly idempotencyKeys: KeyStorage<Store['read']> | undefined
  readonly auditTrail: AuditTrail<Store['read']> | undefined
}

/** The steps of every call, in the order in which they run. Each is a middleware, which costs a call some 0.3 microseconds. */
export function stepsOf<Store extends AnyStore<AnyConnection>>(options: StepOptions<Store>) {
  const { refuse, violationError, idempotencyKeys, auditTrail } = options

  /** An unavailable database becomes UNAVAILABLE, and the responses of a batch are limited together. */
  const response: Step<Store> = async ({ ctx, type, next }) => {
    const result = await next()
    if (!result.ok) {
      if (result.error.code !== 'INTERNAL_SERVER_ERROR') return result
      const unavailable = asUnavailable(ctx.store, result.error.cause ?? result.error)
      if (unavailable instanceof ApiError) throw unavailable
      return result
    }
    // A committed mutation always gets its response.
    if (!ctx.remaining || type !== 'query') return result
    ctx.remaining.bytes -= Buffer.byteLength(JSON.stringify(result.data) ?? '')
    assertRoom({ refuse, remaining: ctx.remaining })
    return result
  }

  /** Finds the caller, which may cost a query, if something depends on it. The key of a service may be limited. */
  const caller: Step<Store> = async ({ ctx, meta, type, path, next }) => {
    if (!ctx.mayBeLimited && type !== 'mutation' && meta?.access === 'anyone') return next({ ctx: { refuse } })
    const caller = await ctx.identify()
    const message = limitOf(caller, path, type)
    if (message !== undefined) throw refuse('KEY_LIMITED', { message })
    return next({ ctx: { refuse, caller } })
  }

  /** The budget of the caller, and how much of it runs at once. */
  const limit: Step<Store> = async ({ ctx, type, meta, getRawInput, signal, next }) => {
    if (!ctx.limit) return next()
    const cost = await costOf(type, meta?.cost, getRawInput)
    return ctx.limit({ type, cost, identify: ctx.identify, signal }, () => next())
  }

  /** Who may call the procedure, as its metadata says. */
  const access: Step<Store> = async ({ ctx, meta, next }) => {
    if (!ctx.caller || ctx.caller.kind === 'anyone') throw refuse('NOT_SIGNED_IN')
    if (meta?.access === 'admin' && !isPrivileged(ctx.caller))
      throw refuse('NOT_ALLOWED', { message: 'Only services and admins may do this.' })
    return next()
  }

  /** A constraint that a statement or the COMMIT violates becomes the reason that is declared for it. */
  const violations: Step<Store> = async ({ ctx, input, meta, next }) => {
    const result = await next()
    if (result.ok) return result
    const violation = ctx.store.violation(result.error)
    const error = violation && violationError(violation, input, meta?.reasons)
    if (error) throw error
    return result
  }

  /** A repeated call with an idempotency key gets the response of the first one. */
  const idempotency: Step<Store> = async ({ ctx, meta, input, path, batchIndex, next }) => {
    const key = ctx.idempotencyKeys?.[batchIndex]
    const keyed = key === undefined || !ctx.caller ? undefined : keyedCall(ctx.caller, key, path, input)
    if (!idempotencyKeys || !keyed || meta?.hasSecret) return next()
    return once(idempotencyKeys, ctx.store, keyed, () => next({ ctx: { keyed } }))
  }

  /** Records the call in the audit trail. */
  async function record({ ctx, path, input }: Call<Store>, output: unknown): Promise<void> {
    await auditTrail?.record(ctx, eventOf(ctx, path, input, output))
  }

  /** Stores the response under the idempotency key. */
  async function storeResponse({ ctx }: Call<Store>, output: unknown): Promise<void> {
    if (ctx.keyed) await idempotencyKeys?.keep(ctx, ctx.keyed, JSON.stringify(output ?? null))
  }

  /** The transaction. The procedure's `ctx.db` is its connection. The response is stored last. */
  const transaction: Step<Store> = async (call) => {
    const { ctx, meta, path, next } = call
    const audited = auditTrail !== undefined && isAudited(ctx, meta)
    // Only calls with the same statements share a transaction.
    const batch = meta?.sharesTransaction ? path + (ctx.keyed ? ' key' : '') + (audited ? ' audited' : '') : undefined
    return ctx.store.write(
      async ({ db }) => {
        const result = await next({ ctx: { db } })
        // next() resolves also if the procedure failed. Without the throw, its changes would be committed.
        if (!result.ok) throw result.error
        const written = { ...call, ctx: { ...ctx, db } }
        if (audited) await record(written, result.data)
        if (ctx.keyed) await storeResponse(written, result.data)
        return result
      },
      { batch },
    )
  }

  /** A procedure that declares to be ruled and applies no rule fails, and its transaction is rolled back. */
  const rule: Step<Store> = async ({ path, next }) => {
    const rule: Rule = { isApplied: false }
    const result = await next({ ctx: { rule } })
    if (result.ok) assertRuleApplied(rule, path)
    return result
  }

  return {
    /** Before the input is parsed. */
    call: [response, caller, limit],
    /** After them, for a procedure that not everybody may call. */
    access: [access],
    /** Around a mutation: each one around those after it. */
    mutation: [violations, idempotency, transaction],
    /** Around a procedure with an access rule. */
    ruled: [rule],
  }
}
