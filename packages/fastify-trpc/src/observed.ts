import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import { invoke, type ProcedureCall, type Result, runAs } from './internals/invoke.ts'

/** Wraps a call: `run` makes the call and never rejects. The return value is the result of the call. */
export type ObserveCall = (call: ProcedureCall, run: () => Promise<Result>) => Promise<Result>

/**
 * The same router with an observer around each call of its procedures, however they are called. Calls stay as fast as with
 * `fastifyTRPCPlugin`. The router itself is not changed, so it costs nothing without an observer.
 */
export function observedRouter<Router extends AnyTRPCRouter>(router: Router, observe: ObserveCall): Router {
  // Like tRPC's own record it has no prototype: a call of `toString` finds no procedure.
  const procedures: Record<string, AnyTRPCProcedure> = Object.create(null)
  for (const [path, procedure] of Object.entries<AnyTRPCProcedure>(router._def.procedures)) {
    const run = (call: ProcedureCall) => observe(call, () => invoke(procedure, call))
    const observed = async (call: ProcedureCall): Promise<unknown> => {
      const result = await run(call)
      if (!result.ok) throw result.error
      return result.data
    }
    procedures[path] = Object.assign(observed, procedure)
    runAs(procedures[path], run)
  }
  return { ...router, _def: { ...router._def, procedures } }
}
