import { notes } from './notes/router.ts'
import { createCallerFactory, router } from './rpc.ts'

/** Every procedure, by noun. */
export const appRouter = router({ notes })

/** The type that clients import: the name, input and output of every procedure. */
export type AppRouter = typeof appRouter

/** Calls procedures without HTTP: `createCaller(context).notes.byId({ id: 1 })`. */
export const createCaller = createCallerFactory(appRouter)
