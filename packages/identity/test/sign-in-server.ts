import Fastify, { type FastifyInstance } from 'fastify'
import { afterAll, expect, inject, vi } from 'vitest'
import { callerFinder } from '../src/callers.ts'
import { createIdentity, type IdentitySettings } from '../src/identity.ts'
import type { Message } from '../src/mail/messages.ts'
import { passwords } from '../src/passwords.ts'
import { authRoutes } from '../src/routes.ts'
import { signInOf } from '../src/sign-in.ts'
import { createTestStore } from './library/index.ts'

export const SERVICE_KEY = 'the-key-of-a-service-long-enough-to-be-one'

export const signIn = signInOf('library', { product: 'Library' })

const settings: IdentitySettings = {
  secret: 'a secret of the tests, long enough to be one',
  serviceKeys: new Map([['staff', SERVICE_KEY]]),
  secureCookies: false,
  publicUrl: 'https://library.example',
  signIn,
}

/** The routes of sign-in over HTTP, with messages that are kept, and passwords that are hashed in no time. */
export async function signInServer() {
  /** Awaited before each password is compared. */
  const hashing = { before: async (_password: string) => {} }
  const hash = vi.spyOn(passwords, 'hash').mockImplementation(async (password) => `hash of ${password}`)
  const verify = vi.spyOn(passwords, 'verify').mockImplementation(async ({ hash, password }) => {
    const isRight = hash === `hash of ${password}`
    await hashing.before(password)
    return isRight
  })
  // better-auth writes errors to the console, too.
  const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { store, remove } = await createTestStore(inject('templates'), inject('dialect'))
  const sent: Message[] = []
  const mailer = { send: (message: Message) => void sent.push(message), close: async () => {} }
  const logged: unknown[] = []
  const log = { error: (line: unknown) => void logged.push(line) }
  const apps: FastifyInstance[] = []
  /** Starts another process of the same deployment. */
  const another = async () => {
    const app = Fastify({ trustProxy: true, requestIdHeader: 'x-request-id' })
    apps.push(app)
    const identity = createIdentity(store, settings, log, true)
    const findCaller = await callerFinder(store, identity, settings, log)
    await authRoutes(app, store, signIn, identity, findCaller, mailer)
    app.get('/caller', async (request) => findCaller(request))
    return app.listen({ port: 0, host: '127.0.0.1' })
  }
  const url = await another()
  afterAll(async () => {
    for (const spy of [hash, verify, printed]) spy.mockRestore()
    for (const app of apps) await app.close()
    await remove()
  })
  /** The caller that the server finds by these headers. */
  const callerOf = async (headers: Record<string, string>) => (await fetch(`${url}/caller`, { headers })).json()

  const post = (path: string, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const status = async (...call: Parameters<typeof post>) => (await post(...call)).status
  /** The token of the newest link to an address. */
  const linkTo = (email: string) => {
    const text = sent.findLast(({ to, text }) => to === email && text.includes('token='))?.text ?? ''
    return new URL(/^http\S+token=\S+$/m.exec(text)?.[0] ?? 'none:').searchParams.get('token') ?? ''
  }
  let people = 0
  /** Somebody who has signed up, with an address that is confirmed or not. */
  const person = async ({ confirmed = false } = {}) => {
    const username = `person${++people}`
    const email = `${username}@example.com`
    const response = await post('sign-up/email', { username, email, password: 'correct horse' })
    expect(response.status).toBe(200)
    const { token, user }: { token: string; user: { id: string } } = JSON.parse(await response.text())
    const [cookie = ''] = response.headers.getSetCookie().map((text) => text.split(';')[0])
    if (confirmed) expect(await status('verify-email', { token: linkTo(email) })).toBe(200)
    return { id: Number(user.id), username, email, token, cookie }
  }
  return { url, another, callerOf, store, hashing, logged, sent, post, status, linkTo, person }
}
