import { setTimeout as pause } from 'node:timers/promises'
import { type Caller, callerName, isRecent } from '@trellis/rpc'
import { fold } from '@trellis/store'
import { DrizzleQueryError, eq, type SQL } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { bodiesOf, limited, mailed } from './bodies.ts'
import type { Identity } from './identity.ts'
import type { Mailer } from './mail/mailer.ts'
import type { Message } from './mail/messages.ts'
import { withOutcome } from './outcome.ts'
import { inConstantTime } from './passwords.ts'
import type { SignIn } from './sign-in.ts'
import { signInEvents } from './sign-in-events.ts'
import { signInLimits } from './sign-in-limits.ts'
import type { IdentityConnection, IdentityStore } from './store.ts'
import { answer, invalidBody, webRequest } from './web-request.ts'

const reads = new Set(['get-session', 'list-sessions', 'ok'])

/** The time that a response about a message takes at least, in milliseconds. Its time does not tell who is there. */
const MAIL_TIME = 300

const signUpResponse = z.object({ user: z.object({ id: z.coerce.number() }) })
/** `user` only if its address was changed. */
const verifyResponse = z.object({ user: z.object({}).nullish() })

/** A call that better-auth has answered, before its commit. */
interface Answered {
  response: Response
  /** The transaction of the call. */
  connection: IdentityConnection
  /** The user whose account was changed. */
  changed?: number | undefined
  /** What is sent after the commit. */
  messages: Message[]
}

/** A parsed request, and what runs it in better-auth. */
interface Call {
  path: string
  body: Record<string, unknown>
  request: FastifyRequest
  reply: FastifyReply
  /** `settle` writes in the same transaction, if the call succeeded. */
  forward(settle: (answered: Answered) => Promise<void>): Promise<Response>
}

/** better-auth has refused a call: nothing is committed. */
class Refused extends Error {
  readonly response: Response
  readonly failures: unknown[]

  constructor(response: Response, failures: unknown[]) {
    super('better-auth refused the call', { cause: failures[0] })
    this.response = response
    this.failures = failures
  }
}

/**
 * better-auth at `/api/auth`: bodies are parsed by a schema, attempts and messages are limited, and neither the response
 * nor its time tells who has an account. What a call changes is one transaction with its event in the audit trail.
 */
export function authRoutes(
  app: FastifyInstance,
  store: IdentityStore,
  signIn: SignIn,
  identity: Identity,
  findCaller: (request: FastifyRequest) => Promise<Caller>,
  mailer?: Mailer,
): void {
  const limits = signInLimits(store)
  const bodies = bodiesOf(signIn.usernames)
  const { passwordChanged, changeRequested } = signIn.messages

  /** The response of better-auth. Throws if something failed on the way, although better-auth may call it a success. */
  async function handle(webRequest: () => Request, settle?: (answered: Answered) => Promise<void>): Promise<Response> {
    try {
      const { response, messages } = await store.standalone.transaction(async (begin) => {
        const { result, failures, ...outcome } = await withOutcome(() => identity.handler(webRequest()))
        if (!result.ok || failures.length > 0) throw new Refused(result, failures)
        const { messages } = outcome
        if (settle) await settle({ ...outcome, response: result, connection: await begin() })
        return { response: result, messages }
      })
      for (const message of messages) mailer?.send(message)
      return response
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      const { response, failures } = error
      const isTaken = failures.some((failure) => store.violation(failure)?.kind === 'unique')
      // better-auth calls some failed statements a refusal.
      const failed = failures.find((failure) => failure instanceof DrizzleQueryError)
      if (failed && !isTaken) throw failed
      if (!response.ok && response.status < 500) return response
      if (!isTaken) throw error
      const message = 'Somebody else has this address.'
      return Response.json({ code: 'EMAIL_TAKEN', message }, { status: 409 })
    }
  }

  app.get<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    if (!reads.has(request.params['*'])) return reply.callNotFound()
    return answer(reply, await handle(() => webRequest(request)))
  })

  app.post<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    const path = request.params['*']
    const parsed = bodies.get(path)?.safeParse(request.body ?? undefined)
    if (!parsed) return reply.callNotFound()
    if (!parsed.success) return reply.code(400).send(invalidBody(parsed.error))
    const body = parsed.data
    const forward: Call['forward'] = (settle) => handle(() => webRequest(request, body), settle)
    const call = { path, body, request, reply, forward }
    if (limited.has(path)) return withPassword(call)
    if (mailed.has(path)) return withMessage(call)
    // Before the call, which may end the session.
    const caller = await findCaller(request)
    const response = await forward(async ({ response, changed, connection }) => {
      if (path === 'verify-email' && changed !== undefined) {
        const { user } = verifyResponse.parse(await response.clone().json())
        await signInEvents.confirmed(connection, changed, Boolean(user), request.id)
      } else if (caller.kind === 'user') await signInEvents.succeeded(connection, path, callerName(caller), request.id)
    })
    return answer(reply, response)
  })

  /** A call with a password, or with a token in its place: attempts are limited. */
  async function withPassword({ path, body, request, reply, forward }: Call): Promise<FastifyReply> {
    const account = await accountOf(path, body, request)
    const wait = await limits.check(request.ip, account)
    if (wait !== undefined) return tooMany(reply, wait)
    const settle = async ({ response, changed, connection, messages }: Answered) => {
      const user =
        path === 'sign-up/email'
          ? `user:${signUpResponse.parse(await response.clone().json()).user.id}`
          : path === 'reset-password'
            ? `user:${changed}`
            : account
      await limits.succeeded(connection, request.ip, user)
      await signInEvents.succeeded(connection, path, user, request.id)
      if (path !== 'change-password' || !mailer) return
      const id = Number(user.slice('user:'.length))
      const owner = await findUser(connection, ({ users }) => eq(users.id, id))
      if (owner) messages.push(passwordChanged(owner))
    }
    const response = await inConstantTime(() => forward(settle))
    if (!response.ok && path !== 'sign-up/email')
      await store.write((connection) => signInEvents.failed(connection, path, account, request.id))
    return answer(reply, response)
  }

  /** A call that sends a message: messages are limited, and the response takes the same time without a message. */
  async function withMessage({ path, body, request, reply, forward }: Call): Promise<FastifyReply> {
    if (!mailer) {
      const message = 'This server sends no e-mail. Ask its operators for help.'
      return reply.code(400).send({ code: 'MAIL_OFF', message })
    }
    const caller = await findCaller(request)
    if (path === 'change-email' && caller.kind === 'user' && !isRecent(caller)) {
      return reply.code(403).send({ code: 'SIGN_IN_AGAIN', message: 'Sign in again to do this.' })
    }
    const email = fold(String(body.newEmail ?? body.email))
    const wait = await limits.checkMail(request.ip, email)
    if (wait !== undefined) return tooMany(reply, wait)
    const settle = async ({ connection, messages }: Answered) => {
      if (path === 'request-password-reset') {
        const user = await findUser(connection, ({ users }) => eq(users.email, email))
        await signInEvents.requested(connection, path, user?.id, request.id)
      } else if (path === 'change-email' && caller.kind === 'user') {
        await signInEvents.succeeded(connection, path, callerName(caller), request.id)
        const user = await findUser(connection, ({ users }) => eq(users.id, caller.id))
        // A confirmed address gets a message to confirm the change with.
        if (user && !user.emailVerified) messages.push(changeRequested(user, email))
      }
    }
    const [response] = await Promise.all([forward(settle), pause(MAIL_TIME)])
    return answer(reply, response)
  }

  /** The account that a password is given for, the same for its username and its e-mail address. */
  async function accountOf(path: string, body: Record<string, unknown>, request: FastifyRequest): Promise<string> {
    if (path === 'change-password') {
      const caller = await findCaller(request)
      return caller.kind === 'user' ? `user:${caller.id}` : 'nobody'
    }
    if (path === 'reset-password') return `token:${body.token}`
    const { email, username } = body
    // A sign-up with the address of another person must not lock them out.
    if (path === 'sign-up/email') return `sign-up:${fold(String(email))}`
    const user = await findUser(store.read, ({ users }) =>
      email === undefined ? eq(users.usernameKey, fold(String(username))) : eq(users.email, fold(String(email))),
    )
    return user ? `user:${user.id}` : `name:${fold(String(email ?? username))}`
  }
}

/** The user that a condition is true of. */
async function findUser({ db, tables }: IdentityConnection, where: (tables: IdentityConnection['tables']) => SQL) {
  const { id, username, email, emailVerified } = tables.users
  const columns = { id, username, email, emailVerified }
  const [user] = await db.select(columns).from(tables.users).where(where(tables)).limit(1)
  return user
}

function tooMany(reply: FastifyReply, wait: number): FastifyReply {
  const message = `Too many attempts. Try again in ${wait} seconds.`
  return reply.code(429).header('retry-after', wait).send({ code: 'RATE_LIMITED', message })
}
