import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import { invoke, type ProcedureCall, type Result } from './internals/invoke.ts'

/** Stands around a call: `run` makes it, and never rejects. What it returns is the outcome. */
export type ObserveCall = (call: ProcedureCall, run: () => Promise<Result>) => Promise<Result>

/** The same procedure with an observer around each of its calls, which are as fast as those of `fastifyTRPCPlugin`. */
export function observedProcedure<Procedure extends AnyTRPCProcedure>(
  procedure: Procedure,
  observe: ObserveCall,
): Procedure {
  const observed = async (call: ProcedureCall): Promise<unknown> => {
    const result = await observe(call, () => invoke(procedure, call))
    if (!result.ok) throw result.error
    return result.data
  }
  return Object.assign(observed, procedure)
}

/**
 * The same router with an observer around each call of its procedures, however they are called. The router itself is left
 * as it is: without an observer, nothing is paid.
 */
export function observedRouter<Router extends AnyTRPCRouter>(router: Router, observe: ObserveCall): Router {
  const procedures = Object.fromEntries(
    Object.entries<AnyTRPCProcedure>(router._def.procedures).map(([path, procedure]) => [
      path,
      observedProcedure(procedure, observe),
    ]),
  )
  return { ...router, _def: { ...router._def, procedures } }
}
