import { type AnyTRPCProcedure, type AnyTRPCRouter, getTRPCErrorShape, type TRPCProcedureType } from '@trpc/server'

/** The configuration of a router: its transformer and its error formatter. */
export type RouterConfig = AnyTRPCRouter['_def']['_config']

/** The configuration of a router. */
export function configOf(router: AnyTRPCRouter): RouterConfig {
  return router._def._config
}

/**
 * The procedure at a dotted path, or `undefined` if there is none or its lazy router has not been loaded.
 *
 * tRPC's own lookup is asynchronous because of lazy routers, and costs as much as a small procedure.
 */
export function procedureAt(router: AnyTRPCRouter, path: string): AnyTRPCProcedure | undefined {
  const procedures: Readonly<Record<string, AnyTRPCProcedure | undefined>> = router._def.procedures
  return procedures[path]
}

/** Whether a procedure is a query, a mutation or a subscription. */
export function typeOf(procedure: AnyTRPCProcedure): TRPCProcedureType {
  return procedure._def.type
}

/** An error as a client gets it, from the error formatter of the router. */
export function errorShapeOf(router: AnyTRPCRouter, about: Omit<Parameters<typeof getTRPCErrorShape>[0], 'config'>) {
  return getTRPCErrorShape({ ...about, config: configOf(router) })
}
