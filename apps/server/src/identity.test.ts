import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { clientOf, cookieOf, setupServer } from '../test/servers.ts'

const server = await setupServer()
const { post } = server

// The flows of sign-in are tested in packages/identity.

test('somebody who signs up is the caller of procedures, by cookie and by token, until they sign out', async () => {
  const ada = await server.signUp('Ada')
  const current = { id: ada.id, username: 'Ada', role: 'user' }
  expect(await ada.client.viewer.current.query()).toEqual(current)
  const byToken = clientOf(server.url, { authorization: `Bearer ${ada.token}` })
  expect(await byToken.viewer.current.query()).toEqual(current)
  expect((await post('/api/auth/sign-out', {}, { cookie: ada.cookie })).status).toBe(200)
  expect(await ada.client.viewer.current.query()).toBeNull()
  await expect(ada.client.tags.create.mutate({ name: 'too late' })).rejects.toMatchObject({
    data: { code: 'UNAUTHORIZED' },
  })
})

describe('a session', () => {
  test('ends with its user', async () => {
    const user = await server.signUp()
    await user.client.users.delete.mutate({ id: user.id })
    expect(await user.client.viewer.current.query()).toBeNull()
  })

  test('that ends is told to the other tabs of its user, whose streams end', async () => {
    const [user, other] = [await server.signUp(), await server.signUp()]
    /** Everything that `viewer.changes` sends, until it ends. */
    const told = async ({ cookie }: typeof user, until: string) => {
      const headers = { cookie, accept: 'text/event-stream' }
      const response = await fetch(`${server.url}/api/viewer/changes`, { headers })
      let received = ''
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        received += part.value
        if (received.includes('"unread":0')) opened.resolve()
        if (until !== '' && received.includes(until)) await reader?.cancel()
      }
      return received
    }
    const opened = Promise.withResolvers<void>()
    const ending = told(user, '')
    const staying = told(other, '"unread":1')
    await opened.promise
    await post('/api/auth/sign-out', {}, { cookie: user.cookie })
    expect(await ending).toContain('data: {"kind":"signedOut"}')
    const follower = await server.signUp()
    await follower.client.follows.follow.mutate({ userId: other.id })
    expect(await staying).not.toContain('signedOut')
  })

  test('costs one statement, and only in procedures that identify the caller', async () => {
    const user = await server.signUp()
    const count = async (call: () => Promise<unknown>) => {
      const before = server.statements.length
      await call()
      return server.statements.length - before
    }
    expect(await count(() => user.client.viewer.current.query())).toBe(1)
    expect(await count(() => user.client.tags.list.query({}))).toBe(1)
    expect(await count(() => server.anyone.viewer.current.query())).toBe(0)
  })
})

describe('what needs the password again', () => {
  const age = (userId: number) =>
    server.store.write(({ db, tables: { sessions } }) =>
      db
        .update(sessions)
        .set({ createdAt: new Date(Date.now() - 301_000) })
        .where(eq(sessions.userId, userId)),
    )
  const refused = { data: { code: 'FORBIDDEN', reason: 'SIGN_IN_AGAIN' } }

  test('is changing the e-mail address and deleting the account, 5 minutes after the sign-in', async () => {
    const user = await server.signUp()
    await age(user.id)
    const { id } = user
    await expect(user.client.users.update.mutate({ id, email: 'taken-over@example.com' })).rejects.toMatchObject(
      refused,
    )
    await expect(user.client.users.delete.mutate({ id })).rejects.toMatchObject(refused)
    await user.client.users.update.mutate({ id, username: `${user.username}-renamed` })
    const body = { email: user.email, password: 'correct horse' }
    const again = clientOf(server.url, { cookie: cookieOf(await post('/api/auth/sign-in/email', body)) })
    expect((await again.users.update.mutate({ id, email: 'moved@example.com' })).email).toBe('moved@example.com')
    await again.users.delete.mutate({ id })
  })
})

test.each(['TRELLIS', 'admin'])('the name %s is for nobody, with sign-up and with users.create', async (username) => {
  const body = { username, email: 'imitator@example.com', password: 'correct horse' }
  expect((await post('/api/auth/sign-up/email', body)).status).toBe(400)
  const created = server.service.users.create.mutate({ username, email: 'imitator@example.com' })
  await expect(created).rejects.toMatchObject({ data: { reason: 'INVALID_INPUT' } })
})

test('a service is known by its key, and nobody with a wrong one', async () => {
  expect(await server.service.viewer.current.query()).toEqual({ service: 'tests' })
  const client = clientOf(server.url, { authorization: 'Bearer wrong' })
  expect(await client.viewer.current.query()).toBeNull()
  await expect(client.employees.create.mutate({ name: 'Mallory' })).rejects.toMatchObject({
    data: { code: 'UNAUTHORIZED' },
  })
})
