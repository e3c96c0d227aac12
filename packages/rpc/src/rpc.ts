import { initTRPC } from '@trpc/server'
import type { AuditTrail } from './audit.ts'
import type { DefaultRole, KnownCaller } from './caller.ts'
import type { Context } from './context.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import { ApiError, describeError, type ErrorDetails, type ErrorShape, messageOf } from './errors.ts'
import { existenceOf } from './existence.ts'
import type { KeyStorage } from './idempotency.ts'
import { HEARTBEAT } from './live/heartbeat.ts'
import { type Access, type Meta, type ProcedureBuilder, procedureBuilder, withSteps } from './procedure-builder.ts'
import { type CommonReason, commonReasons, type ReasonDeclaration } from './reasons.ts'
import type { RouterBuilder } from './router-types.ts'
import type { Rule } from './rules.ts'
import { stepsOf } from './steps.ts'
import { violationErrors } from './violations.ts'

/** A declaration for each reason of a domain, without the common reasons. */
type Declarations<Store extends AnyStore<AnyConnection>, Reason extends string> = Readonly<
  Record<Exclude<Reason, CommonReason>, ReasonDeclaration<keyof Store['read']['tables'] & string>>
>

/**
 * Creates the procedure builders of a domain: by who may call, and with errors by the declared reasons.
 *
 * @example
 * const reasons = { ...bookReasons, ...loanReasons }
 * export type Reason = keyof typeof reasons | CommonReason
 * export const { publicProcedure, protectedProcedure, router } = initRpc<Store, Reason>().create({ reasons })
 */
export function initRpc<
  Store extends AnyStore<AnyConnection>,
  Reason extends string,
  Role extends string = DefaultRole,
>() {
  type Ctx = Context<Store, Role>
  type Known = Ctx & { readonly caller: KnownCaller<Role> }
  type Ruled = Known & { readonly rule: Rule }

  return {
    create: <const Declared extends Declarations<Store, Reason>>({
      reasons: declared,
      idempotencyKeys,
      auditTrail,
    }: {
      reasons: Declared
      /** The storage of idempotency keys. Without it, keys are ignored. `@trellis/store` has one with a table. */
      idempotencyKeys?: KeyStorage<Store['read']>
      /** The storage of mutations by services and admins, and of procedures that are always `audited`. */
      auditTrail?: AuditTrail<Store['read']>
    }) => {
      // Sound: every reason that is not common is declared.
      const reasons = { ...commonReasons, ...declared } as Record<Reason | CommonReason, ReasonDeclaration>
      const isReason = (name: string): name is Reason => Object.hasOwn(reasons, name)
      const refuse = (reason: Reason | CommonReason, details?: ErrorDetails) =>
        new ApiError(reason, reasons[reason], details)

      const t = initTRPC
        .context<Ctx>()
        .meta<Meta<string>>()
        .create({
          isDev: false,
          sse: {
            ping: { enabled: true, intervalMs: HEARTBEAT },
            client: { reconnectAfterInactivityMs: 3 * HEARTBEAT },
          },
          errorFormatter: ({ shape, error }): ErrorShape<Reason> => {
            const { reason, ...described } = describeError(error)
            const known = reason !== null && isReason(reason) ? reason : null
            const data = { ...shape.data, reason: known, ...described }
            return { ...shape, message: messageOf(error, shape.message), data }
          },
        })

      const steps = stepsOf<Store>({ refuse, violationError: violationErrors(declared), idempotencyKeys, auditTrail })
      const builder = <Given extends Ctx, Implied extends string>(
        access: Access,
        ruled: typeof steps.ruled = [],
      ): ProcedureBuilder<Given, Reason, Implied, void, undefined> =>
        procedureBuilder(
          withSteps(t.procedure.meta({ access }), [...steps.call, ...(access === 'anyone' ? [] : steps.access)]),
          {
            query: ruled,
            mutation: [...steps.mutation, ...ruled],
          },
        )

      return {
        /** Creates a router of procedures and routers. */
        router: t.router as unknown as RouterBuilder<Ctx, Reason>,
        createCallerFactory: t.createCallerFactory,
        publicProcedure: builder<Ctx, never>('anyone'),
        protectedProcedure: builder<Known, 'NOT_SIGNED_IN'>('viewer'),
        /** For the viewer whose row it is. It must apply `ownedBy`, or take the user from `actingUserId`. */
        ownerProcedure: builder<Ruled, 'NOT_SIGNED_IN' | 'NOT_ALLOWED'>('self', steps.ruled),
        /** For a viewer whom an access rule of the domain admits. It must apply one. */
        ruledProcedure: builder<Ruled, 'NOT_SIGNED_IN' | 'NOT_ALLOWED'>('ruled', steps.ruled),
        /** For services and admins. */
        adminProcedure: builder<Known, 'NOT_SIGNED_IN' | 'NOT_ALLOWED'>('admin'),
        reasons,
        ...existenceOf(declared),
      }
    },
  }
}
