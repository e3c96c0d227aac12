import type { RouterReasons as ReasonsOfRouter } from '@trellis/rpc'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from './root.ts'

export { type Caller, createContext, isPrivileged } from '@trellis/rpc'
export * as inputs from './inputs.ts'
export { type AppRouter, appRouter, createCaller, restRoutes } from './root.ts'
export { type Context, type Reason, reasons } from './rpc.ts'

/** The input of each procedure: `RouterInputs['posts']['create']`. */
export type RouterInputs = inferRouterInputs<AppRouter>
/** The output of each procedure: `RouterOutputs['posts']['byId']`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>
/** The reasons that each procedure refuses with: `RouterReasons['posts']['create']`. */
export type RouterReasons = ReasonsOfRouter<AppRouter>
