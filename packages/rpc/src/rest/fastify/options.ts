import type { AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '../routes.ts'

/** The options for serving the routes of a router. */
export interface RestPluginOptions {
  readonly router: AnyTRPCRouter
  /** From `routesOf(router)`. */
  readonly routes: readonly Route[]
  /** The context of a call of the procedure at `path`. An error that it throws is the response. */
  readonly createContext: (request: FastifyRequest, reply: FastifyReply, path: string) => object | Promise<object>
  /** Called with every error of a procedure or of `createContext`. */
  readonly onError?: (failure: { error: TRPCError; path: string; request: FastifyRequest }) => void
}
