import { callProcedure, errorShapeOf } from '@trellis/fastify-trpc'
import { type AnyTRPCRouter, getTRPCErrorFromUnknown, type TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { invalidInput, problemOf } from '../problem.ts'
import { readInput } from '../request-input.ts'
import type { Route } from '../routes.ts'
import { asksForEvents, isEvents, pollEvents, streamEvents } from './events.ts'
import { sendOutput, sendProblem } from './response.ts'

/** The options for serving the routes of a router. */
export interface RestPluginOptions {
  readonly router: AnyTRPCRouter
  /** From `routesOf(router)`. */
  readonly routes: readonly Route[]
  /** The context of a call of the procedure of `route`. An error that it throws is the response. */
  readonly createContext: (request: FastifyRequest, reply: FastifyReply, route: Route) => object | Promise<object>
  /** Called with every error of a procedure or of `createContext`. */
  readonly onError?: (failure: { error: TRPCError; path: string; request: FastifyRequest }) => void
}

interface RouteRequest {
  Params: Record<string, string | undefined>
}

/** The handler of one route: reads the input, calls the procedure, and sends its output or a problem. */
export function routeHandler(options: RestPluginOptions, route: Route) {
  const { procedure, procedurePath: path } = route
  const names = new Map(
    route.parameters.filter(({ name, field }) => name !== field).map(({ name, field }) => [field, name]),
  )

  return async function callRoute(request: FastifyRequest<RouteRequest>, reply: FastifyReply): Promise<unknown> {
    let ctx: object | undefined
    try {
      ctx = await options.createContext(request, reply, route)
    } catch (cause) {
      return refuse(getTRPCErrorFromUnknown(cause))
    }
    const { url, params, body, headers } = request
    const { 'if-match': ifMatch, 'last-event-id': lastEventId } = headers
    const read = readInput(route, { url, path: params, body, ifMatch, lastEventId: [lastEventId].flat()[0] })
    if (read.problems) return sendProblem(reply, invalidInput(read.problems))

    const isStream = asksForEvents(request)
    const waiting = route.type === 'subscription' && !isStream ? new AbortController() : undefined
    const result = await callProcedure({ procedure, path, ctx, input: read.input, reply, signal: waiting?.signal })
    if (!result.ok) return refuse(result.error)
    if (!isEvents(result.data)) return sendOutput(request, reply, route, result.data)
    try {
      // A poll does not wait for events.
      waiting?.abort()
      if (!isStream) return sendOutput(request, reply, route, await pollEvents(result.data))
      await streamEvents(reply, result.data)
      return reply
    } catch (cause) {
      return refuse(getTRPCErrorFromUnknown(cause))
    }

    function refuse(error: TRPCError): FastifyReply {
      options.onError?.({ error, path, request })
      const shape = errorShapeOf(options.router, { error, ctx, path, type: route.type, input: undefined })
      return sendProblem(reply, problemOf(shape, names, request.headers['if-match'] !== undefined))
    }
  }
}
