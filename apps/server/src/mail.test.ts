import { once } from 'node:events'
import { blog } from '@trellis/api/domain'
import { createResetLink } from '@trellis/identity'
import { readAuditTrail } from '@trellis/store/operations'
import { eq } from 'drizzle-orm'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, describe, expect, test } from 'vitest'
import { clientOf, cookieOf, setupServer } from './testing.ts'

/** A message, as a mail program shows it. */
interface Received {
  to: string
  from: string
  subject: string
  text: string
}

const inbox: Received[] = []
const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onData: async (stream, session, callback) => {
    const { from, subject = '', text = '' } = await simpleParser(stream)
    const to = session.envelope.rcptTo.map(({ address }) => address).join()
    inbox.push({ to, from: from?.text ?? '', subject, text })
    callback()
  },
})
smtp.listen(0, '127.0.0.1')
await once(smtp.server, 'listening')
afterAll(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
const address = smtp.server.address()
const port = typeof address === 'object' ? address?.port : 0

const server = await setupServer({
  SMTP_URL: `smtp://127.0.0.1:${port}`,
  MAIL_FROM: 'Trellis <trellis@example.com>',
  PUBLIC_URL: 'https://blog.example',
})
const { store } = server
const post = (path: string, body: unknown, headers = {}) => server.post(`/api/auth/${path}`, body, headers)

/** The newest message with this subject to an address, once it is there. */
async function messageTo(to: string, subject: string): Promise<Received> {
  const found = () => inbox.findLast((message) => message.to === to && message.subject === subject)
  await expect.poll(found).toBeDefined()
  const message = found()
  if (!message) expect.fail('it was there')
  return message
}

/** The token of the link in a message, which must lead to this page. */
function tokenOf({ text }: Received, page: string): string {
  const link = new URL(/^https:\S+$/m.exec(text)?.[0] ?? 'none:')
  expect(`${link.origin}${link.pathname}`).toBe(`https://blog.example/${page}`)
  return link.searchParams.get('token') ?? ''
}

const VERIFY = 'Confirm your e-mail address'
const RESET = 'Reset your password'
const CHANGED = 'Your password was changed'

const verify = (token: string, headers = {}) => post('verify-email', { token }, headers)
const userOf = (id: number) => store.read.db.query.users.findFirst({ where: { id } })

/** Somebody with a confirmed address. */
async function confirmed() {
  const user = await server.signUp()
  expect((await verify(tokenOf(await messageTo(user.email, VERIFY), 'verify-email'))).status).toBe(200)
  return user
}

describe('the address of a new account', () => {
  test('is confirmed with the link in a message, which leads to PUBLIC_URL whatever the Host header says', async () => {
    const payload = { username: 'hosted', email: 'hosted@example.com', password: 'correct horse' }
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
    const { statusCode } = await server.app.inject({ method: 'POST', url: '/api/auth/sign-up/email', headers, payload })
    expect(statusCode).toBe(200)
    tokenOf(await messageTo(payload.email, VERIFY), 'verify-email')
    const user = await server.signUp()
    const message = await messageTo(user.email, VERIFY)
    expect(message).toMatchObject({ from: '"Trellis" <trellis@example.com>' })
    expect(message.text).toContain(`Hello ${user.username},`)
    expect((await userOf(user.id))?.emailVerified).toBe(false)
    expect((await verify(tokenOf(message, 'verify-email'))).status).toBe(200)
    expect((await userOf(user.id))?.emailVerified).toBe(true)
  })

  test('is not confirmed with another token', async () => {
    for (const token of ['x', 'a.b.c', '']) expect((await verify(token)).status).toBeOneOf([400, 401])
  })

  test('can be confirmed again on request; the response for an unknown address is the same', async () => {
    const user = await server.signUp()
    await messageTo(user.email, VERIFY)
    inbox.length = 0
    const responses = [user.email, 'nobody@example.com'].map(async (email) => {
      const response = await post('send-verification-email', { email })
      return [response.status, await response.text()]
    })
    const [mine, other] = await Promise.all(responses)
    expect(mine).toEqual(other)
    await messageTo(user.email, VERIFY)
    expect(inbox).toHaveLength(1)
  })
})

describe('a forgotten password', () => {
  const request = (email: string) => post('request-password-reset', { email })
  const reset = (token: string, newPassword = 'a newer horse') => post('reset-password', { token, newPassword })
  const signIn = (email: string, password: string) => post('sign-in/email', { email, password })

  test('is reset once with a link, which ends every session and tells the owner', async () => {
    const user = await confirmed()
    expect((await request(user.email)).status).toBe(200)
    const token = tokenOf(await messageTo(user.email, RESET), 'reset-password')
    expect(JSON.stringify(await store.read.db.query.verifications.findMany())).not.toContain(token)
    expect((await reset(token)).status).toBe(200)
    expect(await user.client.viewer.current.query()).toBeNull()
    expect((await signIn(user.email, 'correct horse')).status).toBe(401)
    expect((await signIn(user.email, 'a newer horse')).status).toBe(200)
    await messageTo(user.email, CHANGED)
    expect((await reset(token, 'a third horse')).status).toBe(400)
    expect((await signIn(user.email, 'a newer horse')).status).toBe(200)
  })

  test('is not reset after an hour', async () => {
    const user = await server.signUp()
    await request(user.email)
    const token = tokenOf(await messageTo(user.email, RESET), 'reset-password')
    const [row] = await store.read.db.query.verifications.findMany({ orderBy: { id: 'desc' }, limit: 1 })
    expect(Math.abs((row?.expiresAt.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000)
    const { verifications } = store.read.tables
    await store.write(({ db }) => db.update(verifications).set({ expiresAt: new Date(Date.now() - 1) }))
    expect((await reset(token)).status).toBe(400)
    expect((await signIn(user.email, 'correct horse')).status).toBe(200)
  })

  test('does not reveal by the response or its time whether the account exists', async () => {
    const user = await server.signUp()
    inbox.length = 0
    const timed = async (email: string) => {
      const start = performance.now()
      const response = await request(email)
      return { status: response.status, text: await response.text(), ms: performance.now() - start }
    }
    const [there, absent] = [await timed(user.email), await timed('absent@example.com')]
    expect({ ...absent, ms: 0 }).toEqual({ ...there, ms: 0 })
    for (const { ms } of [there, absent]) expect(ms).toBeGreaterThanOrEqual(290)
    await messageTo(user.email, RESET)
    expect(inbox.map(({ to }) => to)).not.toContain('absent@example.com')
  })

  test.each(['flooded', 'not-there'])('sends five messages an hour to %s at most', async (name) => {
    if (name === 'flooded') await server.service.users.create.mutate({ username: name, email: `${name}@example.com` })
    const statuses = []
    for (let n = 0; n < 6; n++)
      statuses.push((await request(`${n % 2 ? name : name.toUpperCase()}@example.com`)).status)
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('is reset with a link of an operator, on a server that sends no messages, too', async () => {
    const user = await server.signUp()
    const link = new URL(await createResetLink(store, blog.signIn, 'https://blog.example', console, user.id))
    expect(link.pathname).toBe('/reset-password')
    expect((await reset(link.searchParams.get('token') ?? '')).status).toBe(200)
    expect(await user.client.viewer.current.query()).toBeNull()
    expect((await signIn(user.email, 'a newer horse')).status).toBe(200)
  })

  test('can be set for the first time on an account that a service created', async () => {
    const { id } = await server.service.users.create.mutate({ username: 'invited', email: 'invited@example.com' })
    await request('invited@example.com')
    const token = tokenOf(await messageTo('invited@example.com', RESET), 'reset-password')
    expect((await reset(token)).status).toBe(200)
    const client = clientOf(server.url, { cookie: cookieOf(await signIn('invited@example.com', 'a newer horse')) })
    expect(await client.viewer.current.query()).toMatchObject({ id })
  })
})

describe('a change of the address', () => {
  const CONFIRM = 'Confirm the change of your e-mail address'

  test('is confirmed at the old address, then at the new one', async () => {
    const user = await confirmed()
    const newEmail = 'moved@example.com'
    const headers = { cookie: user.cookie }
    expect((await post('change-email', { newEmail: 'Moved@Example.com' }, headers)).status).toBe(200)
    const first = await messageTo(user.email, CONFIRM)
    expect(first.text).toContain(newEmail)
    expect((await verify(tokenOf(first, 'verify-email'), headers)).status).toBe(200)
    expect((await userOf(user.id))?.email).toBe(user.email)
    expect((await verify(tokenOf(await messageTo(newEmail, VERIFY), 'verify-email'), headers)).status).toBe(200)
    expect(await userOf(user.id)).toMatchObject({ email: newEmail, emailVerified: true })
    const [event] = await readAuditTrail(store.read, { limit: 1 })
    expect(event).toMatchObject({ caller: `user:${user.id}`, procedure: 'auth.email-change' })
  })

  test('of an account whose address was never confirmed is told there, and confirmed at the new one', async () => {
    const user = await server.signUp()
    await post('change-email', { newEmail: 'first@example.com' }, { cookie: user.cookie })
    await messageTo(user.email, 'Your e-mail address is being changed')
    expect((await userOf(user.id))?.email).toBe(user.email)
    await verify(tokenOf(await messageTo('first@example.com', VERIFY), 'verify-email'))
    expect((await userOf(user.id))?.email).toBe('first@example.com')
  })

  test('to an address that somebody has taken meanwhile is refused', async () => {
    const user = await server.signUp()
    await post('change-email', { newEmail: 'wanted@example.com' }, { cookie: user.cookie })
    const token = tokenOf(await messageTo('wanted@example.com', VERIFY), 'verify-email')
    await server.service.users.create.mutate({ username: 'faster', email: 'wanted@example.com' })
    const response = await verify(token)
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'EMAIL_TAKEN' }])
  })

  test('by a procedure is told at the old address, whoever calls it, once it is committed', async () => {
    const told = 'Your e-mail address was changed'
    const user = await confirmed()
    const { id } = user
    await expect(
      server.service.users.update.mutate({ id, email: 'trellis@example.com', version: 99 }),
    ).rejects.toThrow()
    await server.service.users.update.mutate({ id, email: user.email })
    await server.service.users.update.mutate({ id, email: 'by-service@example.com' })
    expect((await messageTo(user.email, told)).text).toContain('by-service@example.com')
    expect(inbox.filter(({ to, subject }) => to === user.email && subject === told)).toHaveLength(1)
    await clientOf(server.url, { cookie: user.cookie }).users.update.mutate({ id, email: 'by-owner@example.com' })
    expect((await messageTo('by-service@example.com', told)).text).toContain('by-owner@example.com')
  })

  test('needs a recent sign-in', async () => {
    const user = await server.signUp()
    const { sessions } = store.read.tables
    const createdAt = new Date(Date.now() - 301_000)
    await store.write(({ db }) => db.update(sessions).set({ createdAt }).where(eq(sessions.userId, user.id)))
    const response = await post('change-email', { newEmail: 'thief@example.com' }, { cookie: user.cookie })
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'SIGN_IN_AGAIN' }])
  })
})

describe('passwords', () => {
  test('a change is told to the owner', async () => {
    const user = await server.signUp()
    const change = { currentPassword: 'correct horse', newPassword: 'a newer horse' }
    expect((await post('change-password', change, { cookie: user.cookie })).status).toBe(200)
    await messageTo(user.email, CHANGED)
  })

  test.each(['password123', 'PassWord123', 'iloveyou'])('as common as %s are refused everywhere', async (password) => {
    const user = await server.signUp()
    const account = { username: 'common', email: 'common@example.com', password }
    expect((await post('sign-up/email', account)).status).toBe(400)
    const change = { currentPassword: 'correct horse', newPassword: password }
    expect((await post('change-password', change, { cookie: user.cookie })).status).toBe(400)
    const response = await post('reset-password', { token: 'x', newPassword: password })
    expect(await response.json()).toMatchObject({ fields: { newPassword: expect.stringContaining('too common') } })
  })
})

test('a server in production without SMTP_URL sends no messages and says so; the link of an operator works', async () => {
  const { app, store, signUp, post } = await setupServer({ NODE_ENV: 'production' })
  const payload = { email: 'ada@example.com' }
  const response = await app.inject({ method: 'POST', url: '/api/auth/request-password-reset', payload })
  expect([response.statusCode, response.json()]).toMatchObject([400, { code: 'MAIL_OFF' }])
  const { id } = await signUp()
  const link = new URL(await createResetLink(store, blog.signIn, 'https://blog.example', console, id))
  const body = { token: link.searchParams.get('token'), newPassword: 'a newer horse' }
  expect((await post('/api/auth/reset-password', body)).status).toBe(200)
  const [event] = await readAuditTrail(store.read, { limit: 1 })
  expect(event).toMatchObject({ caller: `user:${id}`, procedure: 'auth.password-reset' })
})
