import { openApi } from '@trellis/api/openapi'
import type { FastifyInstance } from 'fastify'

/** The OpenAPI document of the REST routes, at `/api/openapi.json`. */
export function openApiRoute(app: FastifyInstance): void {
  let body: string | undefined
  app.get('/api/openapi.json', (_, reply) => {
    body ??= JSON.stringify(openApi())
    return reply.type('application/json').header('cache-control', 'no-cache').send(body)
  })
}
