import type {
  AnyTRPCProcedure,
  TRPCBuiltRouter,
  TRPCCreateRouterOptions,
  TRPCDecorateCreateRouterOptions,
} from '@trpc/server'
import type { ErrorShape } from './errors.ts'
import type { Meta } from './procedure-builder.ts'

/** The types that all procedures of a domain have in common. */
export interface RootTypes<Ctx extends object, Reason extends string> {
  ctx: Ctx
  meta: Meta<string>
  errorShape: ErrorShape<Reason>
  transformer: false
}

/**
 * Creates a router of procedures and routers, as tRPC does. The type of a router of procedures alone has them as they
 * are, so the check of a client does not map each of them again.
 */
export type RouterBuilder<Ctx extends object, Reason extends string> = <Options extends TRPCCreateRouterOptions>(
  options: Options,
) => TRPCBuiltRouter<
  RootTypes<Ctx, Reason>,
  Options extends Record<string, AnyTRPCProcedure> ? Options : TRPCDecorateCreateRouterOptions<Options>
>

/** The reasons that each procedure of a router refuses with: `RouterReasons<typeof appRouter>['books']['create']`. */
export type RouterReasons<Router extends { _def: { record: object } }> = {
  [Noun in keyof Router['_def']['record']]: {
    [Name in keyof Router['_def']['record'][Noun]]: ReasonOf<Router['_def']['record'][Noun][Name]>
  }
}

type ReasonOf<Procedure> = Procedure extends {
  _def: { $types: { errorShape: { data: { reason: infer Reason } } } }
}
  ? NonNullable<Reason>
  : never
