import { callProcedure } from '@trellis/fastify-trpc'
import { getTRPCErrorFromUnknown, getTRPCErrorShape, type TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { invalidInput, problemOf, renameFields, withStatus } from '../problem.ts'
import { readInput } from '../request-input.ts'
import type { Route } from '../routes.ts'
import { asksForEvents, isEvents, pollEvents, streamEvents } from './events.ts'
import type { RestPluginOptions } from './options.ts'
import { sendOutput, sendProblem } from './response.ts'

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
      ctx = await options.createContext(request, reply, path)
    } catch (cause) {
      return refuse(getTRPCErrorFromUnknown(cause))
    }
    const { url, params, body, headers } = request
    const { 'if-match': ifMatch, 'last-event-id': lastEventId } = headers
    const read = readInput(route, { url, path: params, body, ifMatch, lastEventId: [lastEventId].flat()[0] })
    if (read.problems) return sendProblem(reply, invalidInput(read.problems))

    const isStream = asksForEvents(request)
    const waiting = route.isStream && !isStream ? new AbortController() : undefined
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
      const shape: unknown = getTRPCErrorShape({
        config: options.router._def._config,
        ...{ error, ctx, path, type: procedure._def.type, input: undefined },
      })
      const problem = renameFields(problemOf(shape), names)
      // The version was given by the header `if-match`.
      const isCondition = problem.reason === 'STALE' && request.headers['if-match'] !== undefined
      return sendProblem(reply, isCondition ? withStatus(problem, 412) : problem)
    }
  }
}
