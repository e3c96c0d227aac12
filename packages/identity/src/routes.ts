import { fold, type Store } from '@trellis/db'
import { email, fullName, line, storable, username } from '@trellis/rpc'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Identity } from './identity.ts'
import { inConstantTime } from './passwords.ts'
import { signInLimits } from './sign-in-limits.ts'

const password = storable(1_000)
const rememberMe = z.boolean().optional()

/** The body of each path. Paths of better-auth that are not listed here are not served. */
const bodies = new Map<string, z.ZodType<Record<string, unknown>>>(
  Object.entries({
    'sign-up/email': z
      .object({
        email,
        password,
        username,
        name: fullName.optional(),
        rememberMe,
      })
      .transform((body) => ({ ...body, name: body.name ?? body.username })),
    'sign-in/email': z.object({ email, password, rememberMe }),
    'sign-in/username': z.object({ username: line(50), password, rememberMe }),
    'sign-out': z.object({}).prefault({}),
    'change-password': z.object({
      currentPassword: password,
      newPassword: password,
      revokeOtherSessions: z.boolean().optional(),
    }),
    'revoke-session': z.object({ token: line(500) }),
    'revoke-other-sessions': z.object({}).prefault({}),
  }),
)
const reads = new Set(['get-session', 'list-sessions', 'ok'])
const limited = new Set(['sign-up/email', 'sign-in/email', 'sign-in/username'])

/** better-auth at `/api/auth`: bodies are parsed by a schema, attempts are limited, sign-in takes constant time. */
export function authRoutes(app: FastifyInstance, store: Store, identity: Identity): void {
  const limits = signInLimits(store)
  app.get<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    if (!reads.has(request.params['*'])) return reply.callNotFound()
    return answer(reply, await identity.handler(webRequest(request)))
  })

  app.post<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    const path = request.params['*']
    const parsed = bodies.get(path)?.safeParse(request.body ?? undefined)
    if (!parsed) return reply.callNotFound()
    if (!parsed.success) return reply.code(400).send(invalidBody(parsed.error))
    const forward = () => identity.handler(webRequest(request, parsed.data))
    if (!limited.has(path)) return answer(reply, await forward())

    const account = fold(String(parsed.data.email ?? parsed.data.username))
    const wait = await limits.check(request.ip, account)
    if (wait !== undefined) {
      const message = `Too many attempts. Try again in ${wait} seconds.`
      return reply.code(429).header('retry-after', wait).send({ code: 'RATE_LIMITED', message })
    }
    const response = await inConstantTime(forward)
    if (response.ok) await limits.succeeded(account)
    return answer(reply, response)
  })
}

function invalidBody(error: z.ZodError) {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.map(String).join('.'), issue.message]))
  const [message] = Object.entries(fields).map(([path, text]) => (path ? `${path}: ${text}` : text))
  return { code: 'INVALID_INPUT', message, fields }
}

function webRequest(request: FastifyRequest, body?: Record<string, unknown>): Request {
  const headers = new Headers({ 'x-forwarded-for': request.ip })
  for (const name of ['cookie', 'authorization', 'user-agent', 'origin'] as const) {
    const value = request.headers[name]
    if (value !== undefined) headers.set(name, value)
  }
  if (body) headers.set('content-type', 'application/json')
  const url = new URL(request.url, `${request.protocol}://${request.host || 'localhost'}`)
  return new Request(url, { method: request.method, headers, body: body ? JSON.stringify(body) : null })
}

async function answer(reply: FastifyReply, response: Response): Promise<FastifyReply> {
  reply.code(response.status)
  for (const [name, value] of response.headers) {
    if (name !== 'set-cookie') reply.header(name, value)
  }
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) reply.header('set-cookie', cookies)
  return reply.send(await response.text())
}
