import type { FastifyInstance } from 'fastify'
import { problem } from '../problem.ts'
import { shapeOf } from '../routes.ts'
import type { RestPluginOptions } from './handler.ts'
import { routeHandler } from './handler.ts'
import { sendProblem } from './response.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The procedure that a REST route calls, for the log. */
    procedure?: string
  }
}

const ALL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

/**
 * Serves the REST routes of a router below the plugin's prefix, with and without a final slash. All errors are
 * `application/problem+json`, also those before a procedure is called.
 *
 * @example
 * ```ts
 * await fastify.register(restPlugin, { prefix: '/api', router, routes: routesOf(router), createContext })
 * ```
 */
export async function restPlugin(fastify: FastifyInstance, options: RestPluginOptions): Promise<void> {
  parseJsonBodies(fastify)
  fastify.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    // The host logs unexpected errors and masks their messages.
    if (status >= 500) throw error
    return sendProblem(reply, problem(status, error.message, status === 400 ? 'INVALID_INPUT' : null))
  })

  for (const routes of Map.groupBy(options.routes, (route) => shapeOf(route.path)).values()) {
    const methods = new Set<string>(routes.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))
    methods.add('OPTIONS')
    const allow = [...methods].join(', ')
    const missing = ALL_METHODS.filter((method) => !methods.has(method))
    for (const url of urlsOf(routes[0]?.path ?? '')) {
      for (const route of routes) {
        fastify.route({
          method: route.method,
          url: urlOf(route.path, url),
          config: { procedure: route.procedurePath },
          handler: routeHandler(options, route),
        })
      }
      fastify.options(url, (_, reply) => reply.header('allow', allow).code(204).send())
      fastify.route({
        method: missing,
        url,
        handler: (request, reply) => {
          const detail = `${request.method} is not possible here. These methods are: ${allow}`
          return sendProblem(reply.header('allow', allow), problem(405, detail))
        },
      })
    }
  }

  fastify.all('/*', (request, reply) =>
    sendProblem(reply, problem(404, `There is nothing at ${request.url.split('?', 1)[0]}`)),
  )
}

/** The path in Fastify's notation, without and with a final slash. */
function urlsOf(path: string): string[] {
  const url = path.replaceAll(/\{(\w+)\}/g, ':$1')
  return [url, `${url}/`]
}

/** The path of one of several routes with the same shape, whose parameters may have other names. */
function urlOf(path: string, like: string): string {
  const [url = '', slashed = ''] = urlsOf(path)
  return like.endsWith('/') ? slashed : url
}

/** Accepts JSON bodies and refuses others with 415. An empty body is no body. */
export function parseJsonBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers()
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') return done(null, undefined)
    try {
      done(null, JSON.parse(String(body)))
    } catch {
      done(Object.assign(new SyntaxError('The body is not valid JSON'), { statusCode: 400 }))
    }
  })
}
