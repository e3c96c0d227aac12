import type { TRPCProcedureBuilder, TRPCUnsetMarker } from '@trpc/server'
import type { z } from 'zod'
import type { ErrorShape } from './errors.ts'
import type { AlwaysReason, InputReason, MayRefuse } from './reasons.ts'
import type { RestMeta } from './rest/index.ts'

/** The least that may call a procedure: `self` is the viewer whose row it is, `admin` an admin or a service. Both pass everywhere. */
export type Access = 'anyone' | 'viewer' | 'self' | 'admin'

/** What a procedure says about itself: its REST routes, and what the reference and the types of its errors tell. */
export interface Meta<Reason extends string> extends RestMeta {
  access?: Access
  /** The reasons it refuses with, besides those that follow from its input and from who may call it. */
  reasons?: readonly Reason[]
  /** Whether the audit trail has every call of it, and not only those by services and admins. */
  audited?: boolean
  /** What a call spends of the budget of its caller: by default 1 for a query, 5 for a mutation. Longer pages cost more. */
  cost?: number
}

/** tRPC's builder, whose context may refuse with these reasons, and whose errors have these reasons. */
type Builder<Ctx, Given, Reason extends string, In, Out, Refuses extends string> = TRPCProcedureBuilder<
  Ctx,
  Meta<Reason>,
  Given & MayRefuse<Refuses>,
  In,
  Out,
  TRPCUnsetMarker,
  TRPCUnsetMarker,
  false,
  ErrorShape<Refuses>
>

type Declared<Ctx, Given, Reason extends string, Refuses extends string> = Omit<
  Builder<Ctx, Given, Reason, TRPCUnsetMarker, TRPCUnsetMarker, Refuses>,
  'input'
> & {
  input<Schema extends z.core.$ZodType>(
    schema: Schema,
  ): Builder<Ctx, Given, Reason, z.input<Schema>, z.output<Schema>, Refuses | InputReason<keyof z.input<Schema>>>
}

/**
 * A procedure builder that keeps the reasons of a procedure in its type: those that it is given by `meta`, those that
 * follow from its input, and those that follow from who may call it, `Implied`.
 */
export type ProcedureBuilder<Ctx, Given, Reason extends string, Implied extends string = never> = Omit<
  Declared<Ctx, Given, Reason, Implied | AlwaysReason>,
  'meta'
> & {
  meta<const Refuses extends Reason = never>(
    meta: Meta<Refuses>,
  ): Declared<Ctx, Given, Reason, Implied | AlwaysReason | Refuses>
}
