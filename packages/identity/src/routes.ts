import { setTimeout as pause } from 'node:timers/promises'
import { fold, type Store } from '@trellis/db'
import { type Caller, callerName, isRecent } from '@trellis/rpc'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { bodies, limited, mailed } from './bodies.ts'
import type { Identity } from './identity.ts'
import type { Mailer } from './mail/mailer.ts'
import { changeRequested, passwordChanged } from './mail/messages.ts'
import { withOutcome } from './outcome.ts'
import { inConstantTime } from './passwords.ts'
import { signInEvents } from './sign-in-events.ts'
import { signInLimits } from './sign-in-limits.ts'
import { answer, invalidBody, webRequest } from './web-request.ts'

const reads = new Set(['get-session', 'list-sessions', 'ok'])

/** The time that a response about a message takes at least, in milliseconds. Its time does not tell who is there. */
const MAIL_TIME = 300

const signUpResponse = z.object({ user: z.object({ id: z.coerce.number() }) })
/** `user` only if its address was changed. */
const verifyResponse = z.object({ user: z.object({}).nullish() })

/** A parsed request, and what runs it in better-auth. */
interface Call {
  path: string
  body: Record<string, unknown>
  request: FastifyRequest
  reply: FastifyReply
  forward(): Promise<{ response: Response; changed?: number | undefined }>
}

/**
 * better-auth at `/api/auth`: bodies are parsed by a schema, attempts and messages are limited, and neither the response
 * nor its time tells who has an account.
 */
export function authRoutes(
  app: FastifyInstance,
  store: Store,
  identity: Identity,
  findCaller: (request: FastifyRequest) => Promise<Caller>,
  mailer?: Mailer,
): void {
  const limits = signInLimits(store)
  const events = signInEvents(store)

  /** The response of better-auth; an error if something failed on the way, although better-auth may call it a success. */
  async function handle(request: Request): ReturnType<Call['forward']> {
    const { result, failures, changed } = await withOutcome(() => identity.handler(request))
    // A refusal may follow from a failure, such as a name that is taken.
    if (result.status < 500 && (failures.length === 0 || !result.ok)) return { response: result, changed }
    if (failures.some((failure) => store.violation(failure)?.kind === 'unique')) {
      const message = 'Somebody else has this address.'
      return { response: Response.json({ code: 'EMAIL_TAKEN', message }, { status: 409 }) }
    }
    const status = failures.some((failure) => store.unavailable(failure)) ? 503 : 500
    const code = status === 503 ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR'
    return { response: Response.json({ code, message: 'Something went wrong on our side. Try again.' }, { status }) }
  }

  app.get<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    if (!reads.has(request.params['*'])) return reply.callNotFound()
    return answer(reply, (await handle(webRequest(request))).response)
  })

  app.post<{ Params: { '*': string } }>('/api/auth/*', async (request, reply) => {
    const path = request.params['*']
    const parsed = bodies.get(path)?.safeParse(request.body ?? undefined)
    if (!parsed) return reply.callNotFound()
    if (!parsed.success) return reply.code(400).send(invalidBody(parsed.error))
    const body = parsed.data
    const call = { path, body, request, reply, forward: () => handle(webRequest(request, body)) }
    if (limited.has(path)) return withPassword(call)
    if (mailed.has(path)) return withMessage(call)
    // Before the call, which may end the session.
    const caller = await findCaller(request)
    const { response, changed } = await call.forward()
    if (response.ok && path === 'verify-email' && changed !== undefined) {
      const { user } = verifyResponse.parse(await response.clone().json())
      await events.confirmed(changed, Boolean(user), request.id)
    } else if (response.ok && caller.kind === 'user') await events.succeeded(path, callerName(caller), request.id)
    return answer(reply, response)
  })

  /** A call with a password, or with a token in its place: attempts are limited. */
  async function withPassword({ path, body, request, reply, forward }: Call): Promise<FastifyReply> {
    const account = await accountOf(path, body, request)
    const wait = await limits.check(request.ip, account)
    if (wait !== undefined) return tooMany(reply, wait)
    const { response, changed } = await inConstantTime(forward)
    if (!response.ok) {
      if (response.status < 500 && path !== 'sign-up/email') await events.failed(path, account, request.id)
      return answer(reply, response)
    }
    const user =
      path === 'sign-up/email'
        ? `user:${signUpResponse.parse(await response.clone().json()).user.id}`
        : path === 'reset-password'
          ? `user:${changed}`
          : account
    await limits.succeeded(request.ip, user)
    await events.succeeded(path, user, request.id)
    if (path === 'change-password') await notifyOfPassword(user)
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
    const work = async () => {
      const { response } = await forward()
      if (!response.ok) return response
      if (path === 'request-password-reset') {
        const user = await store.read.db.query.users.findFirst({ columns: { id: true }, where: { email } })
        await events.requested(path, user ? `user:${user.id}` : '', request.id)
      } else if (path === 'change-email' && caller.kind === 'user') {
        await events.succeeded(path, callerName(caller), request.id)
        const user = await store.read.db.query.users.findFirst({ where: { id: caller.id } })
        // A confirmed address gets a message to confirm the change with.
        if (user && !user.emailVerified) mailer.send(changeRequested(user, email))
      }
      return response
    }
    const [response] = await Promise.all([work(), pause(MAIL_TIME)])
    return answer(reply, response)
  }

  async function notifyOfPassword(account: string): Promise<void> {
    const id = Number(account.slice('user:'.length))
    const user = mailer && (await store.read.db.query.users.findFirst({ where: { id } }))
    if (user) mailer.send(passwordChanged(user))
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
    const named = email === undefined ? { usernameKey: fold(String(username)) } : { email: fold(String(email)) }
    const user = await store.read.db.query.users.findFirst({ columns: { id: true }, where: named })
    return user ? `user:${user.id}` : `name:${fold(String(email ?? username))}`
  }
}

function tooMany(reply: FastifyReply, wait: number): FastifyReply {
  const message = `Too many attempts. Try again in ${wait} seconds.`
  return reply.code(429).header('retry-after', wait).send({ code: 'RATE_LIMITED', message })
}
