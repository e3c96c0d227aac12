import { auditTrail, fold, type Store } from '@trellis/db'
import { type Caller, callerName, email, fullName, line, storable, username } from '@trellis/rpc'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { withFailures } from './failures.ts'
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
    // A password may be changed because another person knows it.
    'change-password': z
      .object({ currentPassword: password, newPassword: password, revokeOtherSessions: z.boolean().optional() })
      .transform((body) => ({ ...body, revokeOtherSessions: true })),
    'revoke-session': z.object({ token: line(500) }),
    'revoke-other-sessions': z.object({}).prefault({}),
  }),
)
const reads = new Set(['get-session', 'list-sessions', 'ok'])
/** Those that take a password. */
const limited = new Set(['sign-up/email', 'sign-in/email', 'sign-in/username', 'change-password'])

/** The names in the audit trail of what succeeds. A refusal of those that take a password is recorded too. */
const events: Readonly<Record<string, string>> = {
  'sign-up/email': 'auth.sign-up',
  'sign-in/email': 'auth.sign-in',
  'sign-in/username': 'auth.sign-in',
  'sign-out': 'auth.sign-out',
  'change-password': 'auth.password-change',
  'revoke-session': 'auth.session-revoke',
  'revoke-other-sessions': 'auth.session-revoke',
}

/** better-auth at `/api/auth`: bodies are parsed by a schema, attempts are limited, sign-in takes constant time. */
export function authRoutes(
  app: FastifyInstance,
  store: Store,
  identity: Identity,
  findCaller: (request: FastifyRequest) => Promise<Caller>,
): void {
  const limits = signInLimits(store)
  /** The response of better-auth; an error if something failed on the way, although better-auth may call it a success. */
  const handle = async (request: Request): Promise<Response> => {
    const { result, failures } = await withFailures(() => identity.handler(request))
    // A refusal may follow from a failure, such as a name that is taken.
    if (result.status < 500 && (failures.length === 0 || !result.ok)) return result
    const status = failures.some((failure) => store.unavailable(failure)) ? 503 : 500
    const code = status === 503 ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR'
    return Response.json({ code, message: 'Something went wrong on our side. Try again.' }, { status })
  }
  app.get<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    if (!reads.has(request.params['*'])) return reply.callNotFound()
    return answer(reply, await handle(webRequest(request)))
  })

  app.post<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    const path = request.params['*']
    const parsed = bodies.get(path)?.safeParse(request.body ?? undefined)
    if (!parsed) return reply.callNotFound()
    if (!parsed.success) return reply.code(400).send(invalidBody(parsed.error))
    const forward = () => handle(webRequest(request, parsed.data))
    if (!limited.has(path)) {
      // Before the call, which may end the session.
      const caller = await findCaller(request)
      const response = await forward()
      if (response.ok && caller.kind === 'user') await record(path, callerName(caller), request)
      return answer(reply, response)
    }

    const account = await accountOf(path, parsed.data, request)
    const wait = await limits.check(request.ip, account)
    if (wait !== undefined) {
      const message = `Too many attempts. Try again in ${wait} seconds.`
      return reply.code(429).header('retry-after', wait).send({ code: 'RATE_LIMITED', message })
    }
    const response = await inConstantTime(forward)
    if (response.ok) {
      await limits.succeeded(request.ip, account)
      await record(path, path === 'sign-up/email' ? await signedUp(response) : account, request)
    } else if (response.status < 500 && path !== 'sign-up/email') await recordFailure(path, account, request)
    return answer(reply, response)
  })

  const recordEvent = (procedure: string, caller: string, keys: Record<string, number>, { id }: FastifyRequest) =>
    store.write((connection) => auditTrail.record(connection, { caller, procedure, keys, requestId: id }))

  async function record(path: string, caller: string, request: FastifyRequest): Promise<void> {
    const procedure = events[path]
    if (procedure) await recordEvent(procedure, caller, {}, request)
  }

  /** A wrong password. Without the name of an account that does not exist: it may be a password in the wrong field. */
  async function recordFailure(path: string, account: string, request: FastifyRequest): Promise<void> {
    const user = /^user:(\d+)$/.exec(account)?.[1]
    await recordEvent(`${events[path]}-failed`, 'anyone', user ? { userId: Number(user) } : {}, request)
  }

  /** The account that a password is given for, the same for its username and its e-mail address. */
  async function accountOf(path: string, body: Record<string, unknown>, request: FastifyRequest): Promise<string> {
    if (path === 'change-password') {
      const caller = await findCaller(request)
      return caller.kind === 'user' ? `user:${caller.id}` : 'nobody'
    }
    const { email, username } = body
    // A sign-up with the address of another person must not lock them out.
    if (path === 'sign-up/email') return `sign-up:${fold(String(email))}`
    const named = email === undefined ? { usernameKey: fold(String(username)) } : { email: fold(String(email)) }
    const user = await store.read.db.query.users.findFirst({ columns: { id: true }, where: named })
    return user ? `user:${user.id}` : `name:${fold(String(email ?? username))}`
  }
}

/** The new user, as a caller in the audit trail. */
async function signedUp(response: Response): Promise<string> {
  const { user } = signUpResponse.parse(await response.clone().json())
  return `user:${user.id}`
}

const signUpResponse = z.object({ user: z.object({ id: z.coerce.number() }) })

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
