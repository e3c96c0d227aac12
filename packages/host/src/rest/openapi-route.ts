import { openApiOf } from '@trellis/rpc/openapi'
import type { FastifyInstance } from 'fastify'
import type { AnyDomain } from '../domain.ts'

/** The OpenAPI document of the REST routes, at `/api/openapi.json`. */
export function openApiRoute(app: FastifyInstance, { router, api }: Pick<AnyDomain, 'router' | 'api'>): void {
  let body: string | undefined
  app.get('/api/openapi.json', (_, reply) => {
    body ??= JSON.stringify(openApiOf(router, api))
    return reply.type('application/json').header('cache-control', 'no-cache').send(body)
  })
}
