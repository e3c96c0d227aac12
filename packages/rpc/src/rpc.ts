import { initTRPC } from '@trpc/server'
import { type AuditTrail, keysOf } from './audit.ts'
import { type Caller, callerName, type DefaultRole, isPrivileged, type KnownCaller, limitOf } from './caller.ts'
import { withCompiledSchemas } from './compiled-schemas.ts'
import type { Context } from './context.ts'
import { costOf } from './costs.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import {
  ApiError,
  currentOf,
  describeError,
  type ErrorDetails,
  type ErrorShape,
  explainFailure,
  messageOf,
} from './errors.ts'
import { existenceOf } from './existence.ts'
import { type KeyStorage, keyedCall, once } from './idempotency.ts'
import { assertOwnershipChecked, type Ownership } from './ownership.ts'
import type { Meta, ProcedureBuilder } from './procedure-builder.ts'
import { type CommonReason, commonReasons, type MayRefuse, type ReasonDeclaration } from './reasons.ts'
import type { RouterBuilder } from './router-builder.ts'
import { violationsOf } from './violations.ts'

/** A declaration for each reason of a domain, without the common reasons. */
type Declarations<Store extends AnyStore<AnyConnection>, Reason extends string> = Readonly<
  Record<Exclude<Reason, CommonReason>, ReasonDeclaration<keyof Store['read']['tables'] & string>>
>

/** The middleware functions that run a mutation in a transaction. */
const transactions = new WeakSet<object>()

/** Whether one of the middlewares runs the procedure in a transaction. */
export function hasTransaction(middlewares: readonly object[]): boolean {
  return middlewares.some((middleware) => transactions.has(middleware))
}

/**
 * Creates the procedure builders of a domain: by who may call, the transaction, and errors by the declared reasons.
 *
 * @example
 * const reasons = { ...bookReasons, ...loanReasons }
 * export type Reason = keyof typeof reasons | CommonReason
 * export const { publicProcedure, protectedProcedure, ownerProcedure, router, transaction, refuse } = initRpc<Store, Reason>().create({ reasons })
 */
export function initRpc<
  Store extends AnyStore<AnyConnection>,
  Reason extends string,
  Role extends string = DefaultRole,
>() {
  type Ctx = Context<Store, Role>
  type Db = Store['read']['db']

  return {
    create: <const Declared extends Declarations<Store, Reason>>({
      reasons: declared,
      idempotencyKeys,
      auditTrail,
    }: {
      reasons: Declared
      /** The storage of idempotency keys. Without it, keys are ignored. `@trellis/store` has one with a table. */
      idempotencyKeys?: KeyStorage<Store['read']>
      /** The storage of the mutations by services and admins, and of those that are always `audited`. */
      auditTrail?: AuditTrail<Store['read']>
    }) => {
      // Sound: every reason that is not common is declared.
      const reasons = { ...commonReasons, ...declared } as Record<Reason | CommonReason, ReasonDeclaration>
      const isReason = (name: string): name is Reason => Object.hasOwn(reasons, name)
      const reasonOf = (name: string | null): Reason | null => (name !== null && isReason(name) ? name : null)
      const explain = violationsOf(declared)

      const errorOf = (reason: CommonReason, details?: ErrorDetails) => new ApiError(reason, reasons[reason], details)

      /** The error to throw when a call is refused, for a reason that its procedure has. */
      const refuse = <Why extends Reason>(
        _ctx: MayRefuse<NoInfer<Why>>,
        reason: Why,
        details?: ErrorDetails,
      ): ApiError => new ApiError(reason, reasons[reason], details)

      const t = initTRPC
        .context<Ctx>()
        .meta<Meta<Reason>>()
        .create({
          isDev: false,
          errorFormatter: ({ shape, error }): ErrorShape<Reason> => {
            const { reason, fields } = describeError(error)
            return {
              ...shape,
              message: messageOf(error, shape.message),
              data: { ...shape.data, reason: reasonOf(reason), fields, ...currentOf(error) },
            }
          },
        })

      /** @throws RESPONSE_TOO_LARGE if the responses of the batch are already too long together. */
      function assertRoom({ remaining }: { remaining?: { bytes: number } | undefined }): void {
        if (remaining && remaining.bytes < 0) throw errorOf('RESPONSE_TOO_LARGE')
      }

      /**
       * Wraps every procedure: the limits of a key are checked, an unavailable database becomes UNAVAILABLE, and the
       * total size of the responses of a batch is limited. A committed mutation always gets its response.
       */
      const bounded = t.procedure.use(async ({ ctx, type, path, next }) => {
        if (ctx.mayBeLimited) {
          const message = limitOf(await ctx.identify(), path, type)
          if (message !== undefined) throw errorOf('KEY_LIMITED', { message })
        }
        const result = await next()
        if (!result.ok) {
          if (result.error.code !== 'INTERNAL_SERVER_ERROR') return result
          const explained = explainFailure(ctx.store, result.error.cause ?? result.error)
          if (explained instanceof ApiError) throw explained
          return result
        }
        if (!ctx.remaining || type !== 'query') return result
        ctx.remaining.bytes -= Buffer.byteLength(JSON.stringify(result.data) ?? '')
        assertRoom(ctx)
        return result
      })

      /** The budget of the caller, and how much of it runs at once. */
      const limited = bounded.use(async ({ ctx, type, meta, getRawInput, signal, next }) => {
        if (!ctx.limit) return next()
        const cost = await costOf(type, meta?.cost, getRawInput)
        return ctx.limit({ type, cost, identify: ctx.identify, signal }, () => next())
      })

      // Sound: it does not change the context.
      const procedure = withCompiledSchemas(limited as unknown as typeof t.procedure)

      /** Identifies the caller, and refuses anonymous callers. */
      async function known({ identify }: { identify(): Promise<Caller<Role>> }): Promise<KnownCaller<Role>> {
        const caller = await identify()
        if (caller.kind === 'anyone') throw errorOf('NOT_SIGNED_IN')
        return caller
      }

      const viewer = procedure.meta({ access: 'viewer' }).use(async ({ ctx, next }) => {
        const caller = await known(ctx)
        return next({ ctx: { caller } })
      })

      const self = procedure.meta({ access: 'self' }).use(async ({ ctx, path, next }) => {
        const caller = await known(ctx)
        const ownership: Ownership = { checked: false }
        const result = await next({ ctx: { caller, ownership } })
        // The transaction of a mutation has checked it already, and rolled back.
        if (result.ok) assertOwnershipChecked(ownership, path)
        return result
      })

      const admin = procedure.meta({ access: 'admin' }).use(async ({ ctx, next }) => {
        const caller = await known(ctx)
        if (!isPrivileged(caller)) throw errorOf('NOT_ALLOWED', { message: 'Only services and admins may do this.' })
        return next({ ctx: { caller } })
      })

      /** The transaction of a mutation. `shared`: with others of the same procedure that wait at the same time. */
      const inTransaction = ({ shared }: { shared: boolean }) =>
        t.middleware(async ({ ctx, input, path, meta, batchIndex, next }) => {
          const key = idempotencyKeys && ctx.idempotencyKeys?.[batchIndex]
          const call = key === undefined ? undefined : keyedCall(await ctx.identify(), key, path, input)
          const caller = auditTrail && (await ctx.identify())
          const audited = caller && (isPrivileged(caller) || meta?.audited) ? callerName(caller) : undefined
          // Only calls with the same statements share a transaction.
          const together = shared ? path + (call ? ' key' : '') + (audited ? ' audited' : '') : undefined
          const write = () =>
            ctx.store.write(
              async (connection) => {
                if (ctx.ownership) ctx.ownership.checked = false
                const result = await next({ ctx: { db: connection.db } as { db: Db } })
                // next() resolves also if the procedure failed. Without the throw, its changes would be committed.
                if (!result.ok) throw result.error
                assertOwnershipChecked(ctx.ownership, path)
                // Sound: a transaction has the tables that the store reads.
                const written = connection as Store['read']
                if (auditTrail && audited !== undefined) {
                  const event = { caller: audited, procedure: path, keys: keysOf(input, result.data) }
                  await auditTrail.record(written, { ...event, requestId: ctx.requestId })
                }
                if (call) await idempotencyKeys?.keep(written, call, JSON.stringify(result.data ?? null))
                return result
              },
              { together },
            )
          try {
            if (!idempotencyKeys || !call) return await write()
            const result = await once(idempotencyKeys, ctx.store, call, write)
            // A stored response is only returned to the caller whose call passed the check.
            if (ctx.ownership) ctx.ownership.checked = true
            return result
          } catch (error) {
            const violation = ctx.store.violation(error)
            throw (violation && explain(violation, input)) ?? error
          }
        })
      const transaction = inTransaction({ shared: false })
      const sharedTransaction = inTransaction({ shared: true })
      for (const middleware of [...transaction._middlewares, ...sharedTransaction._middlewares])
        transactions.add(middleware)

      return {
        /** Creates a router of procedures and routers. */
        router: t.router as unknown as RouterBuilder<Ctx, Reason>,
        createCallerFactory: t.createCallerFactory,
        publicProcedure: procedure.meta({ access: 'anyone' }) as unknown as ProcedureBuilder<Ctx, object, Reason>,
        protectedProcedure: viewer as unknown as ProcedureBuilder<
          Ctx,
          { caller: KnownCaller<Role> },
          Reason,
          'NOT_SIGNED_IN'
        >,
        ownerProcedure: self as unknown as ProcedureBuilder<
          Ctx,
          { caller: KnownCaller<Role>; ownership: Ownership },
          Reason,
          'NOT_SIGNED_IN' | 'NOT_ALLOWED'
        >,
        adminProcedure: admin as unknown as ProcedureBuilder<
          Ctx,
          { caller: KnownCaller<Role> },
          Reason,
          'NOT_SIGNED_IN' | 'NOT_ALLOWED'
        >,
        /** Runs a mutation in a transaction. */
        transaction,
        /**
         * The same for a small idempotent mutation, whose statements are declared with `together` of `@trellis/store`:
         * on a server, calls that wait at the same time share a transaction and its statements.
         */
        sharedTransaction,
        assertRoom,
        reasons,
        refuse,
        ...existenceOf(declared),
      }
    },
  }
}
