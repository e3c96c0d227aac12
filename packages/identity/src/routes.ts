import { setTimeout as pause } from 'node:timers/promises'
import { type Caller, callerName, isRecent } from '@trellis/rpc'
import { fold } from '@trellis/store'
import { and, eq, ne } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Account, findAccount } from './accounts.ts'
import { bodiesOf, limited, mailed, personal } from './bodies.ts'
import { type Answered, type CallOptions, callsOf, invalidLink, refusal } from './calls.ts'
import type { Identity } from './identity.ts'
import { accountOfLink } from './links.ts'
import type { Mailer } from './mail/mailer.ts'
import { inConstantTime } from './passwords.ts'
import { tokenNamed, withoutTokens } from './session-names.ts'
import { bearerKey, sessionTokens } from './session-tokens.ts'
import type { SignIn } from './sign-in.ts'
import { signInEvents } from './sign-in-events.ts'
import { signInLimits } from './sign-in-limits.ts'
import type { IdentityConnection, IdentityStore } from './store.ts'
import { answer, invalidBody, webRequest } from './web-request.ts'

const reads = new Set(['get-session', 'list-sessions', 'ok'])

/** The time that a response about a message takes at least, in milliseconds. Its time does not tell which accounts exist. */
const MAIL_TIME = 300

const signUpResponse = z.object({ user: z.object({ id: z.coerce.number() }) })
/** `user` only if its address was changed. */
const verifyResponse = z.object({ user: z.object({ email: z.string() }).nullish() })

/** A parsed request, and the function that runs it in better-auth. */
interface Call {
  path: string
  body: Record<string, unknown>
  /** Of the session that better-auth acts on. */
  caller: Caller
  request: FastifyRequest
  reply: FastifyReply
  forward(options?: Omit<CallOptions, 'request'>): Promise<Response>
}

/**
 * better-auth at `/api/auth`: bodies are parsed by a schema, attempts and messages are limited, and neither the response
 * nor its time tells who has an account. The changes of a call are one transaction with its event in the audit trail.
 */
export async function authRoutes(
  app: FastifyInstance,
  store: IdentityStore,
  signIn: SignIn,
  identity: Identity,
  findCaller: (request: FastifyRequest) => Promise<Caller>,
  mailer?: Mailer,
): Promise<void> {
  const limits = signInLimits(store)
  const bodies = bodiesOf(signIn.usernames)
  const { addressChanged, changeRequested, passwordChanged } = signIn.messages
  const tokens = await sessionTokens(identity)
  const run = callsOf(store, identity, mailer)

  app.get<{ Params: { '*': string } }>('/api/auth/*', { exposeHeadRoute: false }, async (request, reply) => {
    const path = request.params['*']
    if (!reads.has(path)) return reply.callNotFound()
    const response = await run({ request: () => webRequest(request, path, tokens.cookies(request.headers)) })
    return answer(reply, withOwnCookies(request, await withoutTokens(response)))
  })

  app.post<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    const path = request.params['*']
    const parsed = bodies.get(path)?.safeParse(request.body ?? undefined)
    if (!parsed) return reply.callNotFound()
    if (!parsed.success) return reply.code(400).send(invalidBody(parsed.error))
    const body = parsed.data
    // Before the call, which may end the session.
    const caller = await findCaller(request)
    const isNamed = bearerKey(request.headers) !== undefined
    if ((personal.has(path) || (path === 'sign-out' && isNamed)) && caller.kind !== 'user')
      return answer(reply, refusal(401, 'UNAUTHORIZED', 'Sign in to do this.'))
    if (path === 'revoke-session' && caller.kind === 'user')
      body.token = await tokenNamed(store.read, caller.id, String(body.token))
    const forward: Call['forward'] = (options) =>
      run({ ...options, request: () => webRequest(request, path, tokens.cookies(request.headers), body) })
    const call = { path, body, caller, request, reply, forward }
    if (limited.has(path)) return withPassword(call)
    if (mailed.has(path)) return withMessage(call)
    if (path === 'verify-email') return verify(call)
    if (caller.kind !== 'user') return answer(reply, await forward())
    const settle = async ({ connection }: Answered) => {
      const token = tokens.read(request.headers)
      if (path === 'revoke-other-sessions' && token) await endOtherSessions(connection, caller.id, token)
      await signInEvents.succeeded(connection, path, callerName(caller), request.id)
    }
    return answer(reply, withOwnCookies(request, await forward({ settle })))
  })

  /** A call with a password, or with a token in its place: attempts are limited. */
  async function withPassword(call: Call): Promise<FastifyReply> {
    const { path, body, request, reply, forward } = call
    const account = await accountOf(call)
    const counted = countedFor(call, account)
    const wait = await limits.check(request.ip, counted)
    if (wait !== undefined) return tooMany(reply, wait)
    const settle = async ({ response, connection, messages }: Answered) => {
      const id = account?.id ?? signUpResponse.parse(await response.clone().json()).user.id
      await limits.succeeded(connection, request.ip, `user:${id}`)
      await signInEvents.succeeded(connection, path, `user:${id}`, request.id)
      if (account && mailer && !path.startsWith('sign-in/')) messages.push(passwordChanged(account))
    }
    const link = path === 'reset-password' ? String(body.token) : undefined
    const response =
      link !== undefined && !account ? invalidLink() : await inConstantTime(() => forward({ account, link, settle }))
    if (!response.ok && path !== 'sign-up/email')
      await store.write((connection) => signInEvents.failed(connection, path, counted, request.id))
    return answer(reply, response)
  }

  /** A call that sends a message: messages are limited, and the response takes the same time without a message. */
  async function withMessage(call: Call): Promise<FastifyReply> {
    const { path, body, caller, request, reply, forward } = call
    if (!mailer) {
      const message = 'This server sends no e-mail. Ask its operators for help.'
      return reply.code(400).send({ code: 'MAIL_OFF', message })
    }
    if (path === 'change-email' && caller.kind === 'user' && !isRecent(caller)) {
      return reply.code(403).send({ code: 'SIGN_IN_AGAIN', message: 'Sign in again to do this.' })
    }
    const email = String(body.newEmail ?? body.email)
    const wait = await limits.checkMail(request.ip, email)
    if (wait !== undefined) return tooMany(reply, wait)
    const account = await accountOf(call)
    const settle = async ({ connection, messages }: Answered) => {
      if (path === 'request-password-reset') await signInEvents.requested(connection, path, account?.id, request.id)
      if (path !== 'change-email' || !account) return
      await signInEvents.succeeded(connection, path, `user:${account.id}`, request.id)
      // A confirmed address gets a message to confirm the change with.
      if (!account.emailVerified) messages.push(changeRequested(account, email))
    }
    const [response] = await Promise.all([forward({ account, settle }), pause(MAIL_TIME)])
    return answer(reply, response)
  }

  /** The use of a link in a message that confirms an address, or the change of one. */
  async function verify({ body, request, reply, forward }: Call): Promise<FastifyReply> {
    const link = String(body.token)
    const account = await accountOfLink(store.read, link)
    if (!account) return answer(reply, invalidLink())
    const settle = async ({ response, changed, connection, messages }: Answered) => {
      if (changed === undefined) return
      const { user } = verifyResponse.parse(await response.clone().json())
      await signInEvents.confirmed(connection, account.id, Boolean(user), request.id)
      if (user) messages.push(addressChanged(account, user.email))
    }
    return answer(reply, await forward({ account, link, settle }))
  }

  /** The account that a call acts on, the same for its username and its e-mail address. */
  async function accountOf({ path, body, caller }: Call): Promise<Account | undefined> {
    if (path === 'sign-up/email') return undefined
    if (path === 'reset-password') return accountOfLink(store.read, String(body.token))
    const { email, username } = body
    return findAccount(store.read, ({ users }) => {
      if (personal.has(path) && caller.kind === 'user') return eq(users.id, caller.id)
      return username === undefined ? eq(users.email, String(email)) : eq(users.usernameKey, fold(String(username)))
    })
  }
}

/** better-auth ends the first hundred. */
async function endOtherSessions({ db, tables: { sessions } }: IdentityConnection, userId: number, own: string) {
  await db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.token, own)))
}

/** The response without cookies if the session was named in a header: the cookie may have another session, which stays open. */
function withOwnCookies({ headers }: FastifyRequest, response: Response): Response {
  if (bearerKey(headers) !== undefined) response.headers.delete('set-cookie')
  return response
}

/** The account that attempts are counted for. */
function countedFor({ path, body }: Call, account: Account | undefined): string {
  if (path === 'reset-password') return `token:${body.token}`
  // A sign-up with the address of another person must not lock them out.
  if (path === 'sign-up/email') return `sign-up:${body.email}`
  return account ? `user:${account.id}` : `name:${body.email ?? fold(String(body.username))}`
}

function tooMany(reply: FastifyReply, wait: number): FastifyReply {
  const message = `Too many attempts. Try again in ${wait} seconds.`
  return reply.code(429).header('retry-after', wait).send({ code: 'RATE_LIMITED', message })
}
