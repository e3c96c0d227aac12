import { once } from 'node:events'
import { blog } from '@trellis/api/domain'
import { createResetLink } from '@trellis/identity'
import { readAuditTrail } from '@trellis/store/operations'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, describe, expect, test } from 'vitest'
import { clientOf, cookieOf, setupServer } from '../test/servers.ts'

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
})

test('a forgotten password can be set for the first time on an account that a service created', async () => {
  const email = 'invited@example.com'
  const { id } = await server.service.users.create.mutate({ username: 'invited', email })
  expect((await post('request-password-reset', { email })).status).toBe(200)
  const token = tokenOf(await messageTo(email, 'Reset your password'), 'reset-password')
  expect((await post('reset-password', { token, newPassword: 'a newer horse' })).status).toBe(200)
  const response = await post('sign-in/email', { email, password: 'a newer horse' })
  expect(await clientOf(server.url, { cookie: cookieOf(response) }).viewer.current.query()).toMatchObject({ id })
})

test('a change of the address by a procedure is told at the old address, whoever calls it, once it is committed', async () => {
  const told = 'Your e-mail address was changed'
  const user = await confirmed()
  const { id } = user
  await expect(server.service.users.update.mutate({ id, email: 'trellis@example.com', version: 99 })).rejects.toThrow()
  await server.service.users.update.mutate({ id, email: user.email })
  await server.service.users.update.mutate({ id, email: 'by-service@example.com' })
  expect((await messageTo(user.email, told)).text).toContain('by-service@example.com')
  expect(inbox.filter(({ to, subject }) => to === user.email && subject === told)).toHaveLength(1)
  await clientOf(server.url, { cookie: user.cookie }).users.update.mutate({ id, email: 'by-owner@example.com' })
  expect((await messageTo('by-service@example.com', told)).text).toContain('by-owner@example.com')
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
