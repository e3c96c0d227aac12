import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from './root.ts'

export { type Caller, isPrivileged } from './caller.ts'
export { type Context, createContext } from './context.ts'
export { ApiError, type Reason, reasons } from './errors.ts'
export * as inputs from './inputs.ts'
export { type AppRouter, appRouter, createCaller, restRoutes } from './root.ts'

/** What each procedure takes: `RouterInputs['posts']['create']`. */
export type RouterInputs = inferRouterInputs<AppRouter>
/** What each procedure answers: `RouterOutputs['posts']['byId']`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>
