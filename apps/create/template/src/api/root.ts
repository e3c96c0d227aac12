import { webhooks } from '@trellis/identity/webhooks'
import { notes } from './notes/router.ts'
import { createCallerFactory, router } from './rpc.ts'

/** Every procedure, by noun. */
export const appRouter = router({
  notes,
  webhooks,
  // `trellis add` writes routers above this line.
})

/** The type that clients import: the name, input and output of every procedure. */
export type AppRouter = typeof appRouter

/** The description of each noun. */
export const nouns: Record<keyof AppRouter['_def']['record'], string> = {
  notes: 'Notes of the user who is signed in.',
  webhooks: 'Changes that are sent to other systems, for admins.',
  // `trellis add` writes descriptions above this line.
}

/** Calls procedures without HTTP: `createCaller(context).notes.byId({ id: 1 })`. */
export const createCaller = createCallerFactory(appRouter)
