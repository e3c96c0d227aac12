import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'

/** The request in the form that better-auth takes, with the headers that it reads. `cookies` are its only credentials. */
export function webRequest(
  request: FastifyRequest,
  cookies: string | undefined,
  body?: Record<string, unknown>,
): Request {
  const headers = new Headers({ 'x-forwarded-for': request.ip })
  const { 'user-agent': userAgent, origin } = request.headers
  for (const [name, value] of Object.entries({ 'user-agent': userAgent, origin, cookie: cookies })) {
    if (value !== undefined) headers.set(name, value)
  }
  const url = new URL(request.url, `${request.protocol}://${request.host || 'localhost'}`)
  // better-auth verifies an address on GET. Here it is a POST, because mail programs open links to look at them.
  if (url.pathname === '/api/auth/verify-email') {
    url.search = new URLSearchParams({ token: String(body?.token) }).toString()
    return new Request(url, { headers })
  }
  // The session that a changed password ends is not renewed first: the transaction would be open while passwords are hashed.
  if (url.pathname === '/api/auth/change-password') url.search = 'disableRefresh=true'
  if (body) headers.set('content-type', 'application/json')
  return new Request(url, { method: request.method, headers, body: body ? JSON.stringify(body) : null })
}

/** Sends a response of better-auth. */
export async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status)
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') reply.header(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply.send(await response.text())
}

/** The refusal of a body that does not fit its schema. */
export function invalidBody(error: z.ZodError) {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.map(String).join('.'), issue.message]))
  const [message] = Object.entries(fields).map(([path, text]) => (path ? `${path}: ${text}` : text))
  return { code: 'INVALID_INPUT', message, fields }
}
