import { describeFields, invalidFields } from '@trellis/rpc/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'

/** No response depends on the origin: links in messages lead to `publicUrl`. */
const ORIGIN = 'http://localhost'

/**
 * The request in the form that better-auth takes, for a path that was checked, and with the headers that it reads. `cookies` are its
 * only credentials.
 */
export function webRequest(
  request: FastifyRequest,
  path: string,
  cookies: string | undefined,
  body?: Record<string, unknown>,
): Request {
  const headers = new Headers({ 'x-forwarded-for': request.ip })
  const userAgent = request.headers['user-agent']
  if (userAgent !== undefined) headers.set('user-agent', userAgent)
  if (cookies !== undefined) headers.set('cookie', cookies)
  const url = new URL(`/api/auth/${path}`, ORIGIN)
  // better-auth verifies an address on GET. Here it is a POST, because mail programs open links to look at them.
  if (path === 'verify-email') {
    url.search = new URLSearchParams({ token: String(body?.token) }).toString()
    return new Request(url, { headers })
  }
  // The session that a changed password ends is not renewed first: the transaction would be open while passwords are hashed.
  if (path === 'change-password') url.search = 'disableRefresh=true'
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
  const fields = invalidFields(error)
  return { code: 'INVALID_INPUT', message: describeFields(fields), fields }
}
