import * as rpc from '@trellis/rpc'
import { appRouter } from './root.ts'

/** What is known of every procedure without calling it. */
export const procedures = rpc.procedures(appRouter)
