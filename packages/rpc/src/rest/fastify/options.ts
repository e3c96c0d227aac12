import type { AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../routes.ts'

/** What serving the routes of a router needs. */
export interface RestPluginOptions {
  readonly router: AnyTRPCRouter
  /** From `routesOf(router)`. */
  readonly routes: readonly Route[]
  /** The context of one call, of the procedure at `path`. An error it throws is the answer. */
  readonly createContext: (request: FastifyRequest, reply: FastifyReply, path: string) => unknown
  /** Hears of every error of a procedure or of `createContext`. */
  readonly onError?: (failure: { error: TRPCError; path: string; request: FastifyRequest }) => void
}
