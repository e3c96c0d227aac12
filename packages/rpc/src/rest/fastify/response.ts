import type { FastifyReply, FastifyRequest } from 'fastify'
import { etagOf, matches } from '../etag.ts'
import { PROBLEM_JSON, type Problem } from '../problem.ts'
import { fillPath, type Route } from '../routes.ts'

/** Sends the output of a procedure, or 304 if the caller has it already. */
export function sendOutput(
  request: FastifyRequest,
  reply: FastifyReply,
  { isEmpty, created }: Route,
  output: unknown,
): FastifyReply {
  if (output === undefined || isEmpty) return reply.code(204).send()
  if (typeof output === 'object' && output !== null) {
    if (created !== undefined) reply.code(201).header('location', request.server.prefix + fillPath(created, output))
    if ('nextCursor' in output && typeof output.nextCursor === 'string') {
      reply.header('link', `<${nextPageUrl(request.url, output.nextCursor)}>; rel="next"`)
    }
  }
  const body = JSON.stringify(output)
  if (request.method === 'GET' || request.method === 'HEAD') {
    const etag = etagOf(body, output)
    // A response depends on its caller, who may keep it and must ask whether it is current.
    reply.header('etag', etag).header('cache-control', 'private, no-cache')
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send()
  }
  return sendText(reply, 'application/json', body)
}

/** Sends a problem. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer')
  return sendText(reply.code(problem.status), PROBLEM_JSON, JSON.stringify(problem))
}

/** Sends text of a type without the charset that Fastify would add, which JSON does not have. */
function sendText(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.header('content-type', type).serializer(String).send(text)
}

/** The URL of a page with the cursor of the next one. */
function nextPageUrl(url: string, cursor: string): string {
  const [path, query = ''] = url.split('?', 2)
  const kept = query.split('&').filter((part) => part !== '' && !/^cursor(=|$)/.test(part))
  return `${path}?${[...kept, `cursor=${encodeURIComponent(cursor)}`].join('&')}`
}
