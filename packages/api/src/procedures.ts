import * as rpc from '@trellis/rpc/reference'
import { appRouter } from './root.ts'

/** The metadata of every procedure. */
export const procedures = rpc.procedures(appRouter)
