import { readAuditTrail } from '@trellis/store/operations'
import { eq } from 'drizzle-orm'
import Fastify from 'fastify'
import { afterAll, expect, inject, test, vi } from 'vitest'
import { createTestDatabase, openStore, type Store } from '../test/library/index.ts'
import { callerFinder } from './callers.ts'
import { createIdentity, type IdentitySettings } from './identity.ts'
import type { Message } from './mail/messages.ts'
import { passwords } from './passwords.ts'
import { authRoutes } from './routes.ts'
import { signInOf } from './sign-in.ts'

// Hashing would take most of the time.
const hashing: { during(): unknown } = { during: () => {} }
const hash = vi.spyOn(passwords, 'hash').mockImplementation(async (password) => {
  await hashing.during()
  return `hash of ${password}`
})
const verify = vi.spyOn(passwords, 'verify').mockImplementation(async ({ hash, password }) => {
  await hashing.during()
  return hash === `hash of ${password}`
})

/** How many more statements run: the one after them fails. The end of a transaction counts as one. */
let remaining = Number.POSITIVE_INFINITY
function failAfterTheRest(): void {
  if (remaining-- === 0) throw new Error('made to fail')
}

const database = await createTestDatabase(inject('templates'), inject('dialect'))
const opened = openStore({ url: database.url, onStatement: failAfterTheRest })
const store: Store = {
  ...opened,
  write: (work) =>
    opened.write(async (connection) => {
      const result = await work(connection)
      failAfterTheRest()
      return result
    }),
  autocommit: {
    ...opened.autocommit,
    transaction: (work) =>
      opened.autocommit.transaction(async (begin) => {
        const result = await work(begin)
        failAfterTheRest()
        return result
      }),
  },
}

const settings: IdentitySettings = {
  secret: 'a secret of the tests, long enough to be one',
  serviceKeys: new Map(),
  secureCookies: false,
  publicUrl: 'https://library.example',
  signIn: signInOf('library', { product: 'Library' }),
}
const log = { error: () => {} }
/** The messages that were sent, newest last. */
const sent: Message[] = []
const mailer = { send: (message: Message) => void sent.push(message), close: async () => {} }
const newestToken = () =>
  new URL(/^http\S+token=\S+$/m.exec(sent.at(-1)?.text ?? '')?.[0] ?? 'none:').searchParams.get('token')

const app = Fastify()
const identity = createIdentity(store, settings, log, true)
await authRoutes(app, store, settings.signIn, identity, await callerFinder(store, identity, settings, log), mailer)
// better-auth writes errors to the console, too.
const printed = vi.spyOn(console, 'error').mockImplementation(() => {})
afterAll(async () => {
  for (const spy of [hash, verify, printed]) spy.mockRestore()
  await app.close()
  await opened.close()
  await database.remove()
})

/** Every row of every table except the counters of attempts: an attempt stays counted when its call fails. */
async function dump(): Promise<string> {
  const { rateLimits: _, ...tables } = opened.read.tables
  const rows: unknown[] = []
  for (const table of Object.values(tables)) rows.push(await opened.read.db.select().from(table))
  return JSON.stringify(rows)
}

const post = (path: string, payload: Record<string, unknown>, cookie = '') =>
  app.inject({ method: 'POST', url: `/api/auth/${path}`, payload, headers: { cookie } })

interface Person {
  id: number
  username: string
  email: string
  cookie: string
  token: string
}

let people = 0
async function newPerson(): Promise<Person> {
  const username = `person${++people}`
  const email = `${username}@example.com`
  const response = await post('sign-up/email', { username, email, password: 'correct horse' })
  expect(response.statusCode).toBe(200)
  const { token, user } = response.json<{ token: string; user: { id: string } }>()
  const cookie = response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')
  return { id: Number(user.id), username, email, token, cookie }
}

/** Somebody whose address is confirmed. */
async function confirmed(): Promise<Person> {
  const person = await newPerson()
  expect((await post('verify-email', { token: newestToken() })).statusCode).toBe(200)
  return person
}

interface Case {
  path: string
  when?: string
  /** Its event in the audit trail. */
  event?: string
  messages?: number
  /** Prepares the call, whose body it returns. */
  body(person: Person): Promise<Record<string, unknown>> | Record<string, unknown>
  person?(): Promise<Person>
}

const cases: Case[] = [
  {
    path: 'sign-up/email',
    event: 'auth.sign-up',
    messages: 1,
    body: ({ username }) => ({
      username: `${username}-new`,
      email: `${username}-new@example.com`,
      password: 'correct horse',
    }),
  },
  {
    path: 'sign-in/email',
    event: 'auth.sign-in',
    body: ({ email }) => ({ email, password: 'correct horse' }),
  },
  {
    path: 'sign-in/username',
    event: 'auth.sign-in',
    body: ({ username }) => ({ username, password: 'correct horse' }),
  },
  { path: 'sign-out', event: 'auth.sign-out', body: () => ({}) },
  {
    path: 'change-password',
    when: ' with a session that is due for renewal',
    event: 'auth.password-change',
    messages: 1,
    body: async ({ id }) => {
      const { sessions } = opened.read.tables
      const expiresAt = new Date(Date.now() + 3_600_000)
      await opened.write(({ db }) => db.update(sessions).set({ expiresAt }).where(eq(sessions.userId, id)))
      return { currentPassword: 'correct horse', newPassword: 'another horse' }
    },
  },
  { path: 'revoke-session', event: 'auth.session-revoke', body: ({ token }) => ({ token }) },
  {
    path: 'revoke-other-sessions',
    event: 'auth.session-revoke',
    body: async ({ email }) => {
      expect((await post('sign-in/email', { email, password: 'correct horse' })).statusCode).toBe(200)
      return {}
    },
  },
  {
    path: 'request-password-reset',
    event: 'auth.password-reset-request',
    messages: 1,
    body: ({ email }) => ({ email }),
  },
  {
    path: 'reset-password',
    event: 'auth.password-reset',
    messages: 1,
    body: async ({ email }) => {
      expect((await post('request-password-reset', { email })).statusCode).toBe(200)
      return { token: newestToken(), newPassword: 'another horse' }
    },
  },
  { path: 'send-verification-email', messages: 1, body: ({ email }) => ({ email }) },
  {
    path: 'verify-email',
    when: ' for a new account',
    event: 'auth.email-verify',
    body: () => ({ token: newestToken() }),
  },
  {
    path: 'change-email',
    when: ' of a confirmed address',
    event: 'auth.email-change-request',
    messages: 1,
    person: confirmed,
    body: ({ username }) => ({ newEmail: `${username}-moved@example.com` }),
  },
  {
    path: 'verify-email',
    when: ' for a changed address',
    event: 'auth.email-change',
    messages: 1,
    person: confirmed,
    body: async ({ username, cookie }) => {
      const newEmail = `${username}-moved@example.com`
      expect((await post('change-email', { newEmail }, cookie)).statusCode).toBe(200)
      expect((await post('verify-email', { token: newestToken() })).statusCode).toBe(200)
      expect(sent.at(-1)?.to).toBe(newEmail)
      return { token: newestToken() }
    },
  },
]

const titled = cases.map(({ when = '', ...given }) => ({ ...given, title: `${given.path}${when}` }))

test.each(titled)('whichever statement of $title fails, nothing is changed and nothing is sent', async (given) => {
  const { path, event, messages = 0, body, person = newPerson } = given
  const self = await person()
  const payload = await body(self)
  const before = await dump()
  const sentBefore = sent.length
  let failures = 0
  for (;;) {
    await opened.write(({ db, tables }) => db.delete(tables.rateLimits))
    remaining = failures
    const { statusCode, body } = await post(path, payload, self.cookie)
    // The count of an attempt may still run after the other one has failed.
    while (opened.load().writes > 0) await new Promise((resolve) => setImmediate(resolve))
    const failed = remaining < 0
    remaining = Number.POSITIVE_INFINITY
    if (!failed) {
      expect([statusCode, body]).toEqual([200, expect.anything()])
      break
    }
    failures++
    expect([failures, statusCode]).toEqual([failures, 500])
    expect(await dump()).toBe(before)
    expect(sent).toHaveLength(sentBefore)
  }
  // A read, the end of the transaction, and with an event its row.
  expect(failures).toBeGreaterThanOrEqual(event === undefined ? 2 : 3)
  expect(sent).toHaveLength(sentBefore + messages)
  const [newest] = await readAuditTrail(opened.read, { limit: 1 })
  if (event !== undefined) expect(newest).toMatchObject({ procedure: event })
})

test.each(cases.filter(({ path }) => /password$|sign/.test(path)))(
  'no transaction is open while a password is hashed for $path',
  async ({ path, body, person = newPerson }) => {
    const self = await person()
    const payload = await body(self)
    const writes: number[] = []
    hashing.during = () => void writes.push(opened.load().writes)
    const { statusCode } = await post(path, payload, self.cookie)
    hashing.during = () => {}
    expect(statusCode).toBe(200)
    expect(writes).toEqual(writes.map(() => 0))
    if (path !== 'sign-out') expect(writes.length).toBeGreaterThan(0)
  },
)

test.each(cases.filter(({ path }) => /password$|sign-in/.test(path)))(
  'a user who is deleted during $path is a refusal, and leaves nothing',
  async ({ path, body, person = newPerson }) => {
    const self = await person()
    const payload = { ...(await body(self)), ...(path === 'change-password' && { revokeOtherSessions: true }) }
    const { users, sessions, accounts } = opened.read.tables
    hashing.during = () => opened.write(({ db }) => db.delete(users).where(eq(users.id, self.id)))
    const { statusCode } = await post(path, payload, self.cookie)
    hashing.during = () => {}
    expect(statusCode).toBeOneOf([400, 401, 409])
    expect(await opened.read.db.$count(sessions, eq(sessions.userId, self.id))).toBe(0)
    expect(await opened.read.db.$count(accounts, eq(accounts.userId, self.id))).toBe(0)
  },
)
