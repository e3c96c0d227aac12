import { initTRPC } from '@trpc/server'
import { parsed } from './parsers.ts'
import { type Context, failing, layered, usual } from './procedures.ts'
import { streaming, unusual } from './results.ts'

const builder = initTRPC.context<Context>()

/** The options of a router. */
export type RouterOptions = NonNullable<Parameters<typeof builder.create>[0]>

/** A router with a procedure for every feature of procedures. */
export function createRouter(options: RouterOptions = {}) {
  return builder
    .create({ isDev: false, ...options })
    .router({ ...usual, ...failing, ...layered, ...parsed, ...unusual, ...streaming })
}

/** The type of the router that the tests serve. */
export type TestRouter = ReturnType<typeof createRouter>
