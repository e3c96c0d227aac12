import type { FastifyInstance } from 'fastify'

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
