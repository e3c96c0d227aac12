import type {
  AnyTRPCProcedure,
  TRPCBuiltRouter,
  TRPCCreateRouterOptions,
  TRPCDecorateCreateRouterOptions,
} from '@trpc/server'
import type { Context } from './context.ts'
import type { AnyConnection, AnyStore } from './database.ts'
import type { ErrorShape } from './errors.ts'
import type { Meta } from './procedure-builder.ts'

/** The types that all procedures of a domain have in common. */
export interface RootTypes<Store extends AnyStore<AnyConnection>, Reason extends string> {
  ctx: Context<Store>
  meta: Meta<Reason>
  errorShape: ErrorShape<Reason>
  transformer: false
}

/**
 * Creates a router of procedures and routers, as tRPC does. The type of a router of procedures alone has them as they
 * are, so the check of a client does not map each of them again.
 */
export type RouterBuilder<Store extends AnyStore<AnyConnection>, Reason extends string> = <
  Options extends TRPCCreateRouterOptions,
>(
  options: Options,
) => TRPCBuiltRouter<
  RootTypes<Store, Reason>,
  Options extends Record<string, AnyTRPCProcedure> ? Options : TRPCDecorateCreateRouterOptions<Options>
>
