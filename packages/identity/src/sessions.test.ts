import { eq, like } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { signInServer } from '../test/sign-in-server.ts'

const { url, store, status, linkTo, person, post } = await signInServer()

const { db, tables } = store.read
const sessionsOf = (id: number) => db.$count(tables.sessions, eq(tables.sessions.userId, id))

/** Somebody who has signed in more often than better-auth reads sessions at once. */
async function signedInOften() {
  const self = await person()
  const [session] = await db.select().from(tables.sessions).where(eq(tables.sessions.userId, self.id))
  if (!session) expect.fail('there is one')
  const { id: _, ...row } = session
  const others = Array.from({ length: 150 }, (_, n) => ({ ...row, token: `${row.token}-${n}` }))
  await store.write(({ db, tables }) => db.insert(tables.sessions).values(others))
  return self
}

test('ending the other sessions ends all of them', async () => {
  const { id, cookie } = await signedInOften()
  expect(await status('revoke-other-sessions', {}, { cookie })).toBe(200)
  expect(await sessionsOf(id)).toBe(1)
  expect(await status('change-email', { newEmail: 'still@example.com' }, { cookie })).toBe(200)
})

test('a session does not show the tokens of sessions, and ends them by their ids', async () => {
  const { id, email, token, cookie } = await person()
  const other = await post('sign-in/email', { email, password: 'correct horse' })
  const { token: otherToken } = z.object({ token: z.string() }).parse(await other.json())
  const read = async (path: string, cookie: string) => {
    const response = await fetch(`${url}/api/auth/${path}`, { headers: { cookie } })
    const text = await response.text()
    expect([path, text.includes(token), text.includes(otherToken)]).toEqual([path, false, false])
    return JSON.parse(text)
  }
  const Session = z.object({ id: z.string(), token: z.string() })
  const own = z.object({ session: Session }).parse(await read('get-session', cookie)).session
  const sessions = z.array(Session).parse(await read('list-sessions', cookie))
  expect(sessions.map(({ token }) => token)).toContain(own.token)
  const others = sessions.filter(({ token }) => token !== own.token)
  expect(others).toHaveLength(1)
  const stranger = await person()
  await status('revoke-session', { token: others[0]?.token }, { cookie: stranger.cookie })
  expect(await sessionsOf(id)).toBe(2)
  expect(await status('revoke-session', { token: others[0]?.token }, { cookie })).toBe(200)
  expect(await sessionsOf(id)).toBe(1)
  expect(await status('revoke-session', { token }, { cookie })).toBe(200)
  expect(await sessionsOf(id)).toBe(0)
  expect(await read('get-session', cookie)).toBeNull()
})

test('a change of the password ends all of them but a new one, a reset all', async () => {
  const { id, email, cookie } = await signedInOften()
  const change = { currentPassword: 'correct horse', newPassword: 'another horse' }
  expect(await status('change-password', change, { cookie })).toBe(200)
  expect(await sessionsOf(id)).toBe(1)
  const often = await signedInOften()
  expect(await status('request-password-reset', { email: often.email })).toBe(200)
  expect(await status('reset-password', { token: linkTo(often.email), newPassword: 'another horse' })).toBe(200)
  expect(await sessionsOf(often.id)).toBe(0)
  expect(await status('sign-in/email', { email, password: 'another horse' })).toBe(200)
})

test('the path that is served is the path that was checked, whatever the form of the URL and the Host', async () => {
  const { email } = await person()
  const right = { email, password: 'correct horse' }
  for (const path of ['sign-in%2Femail', 'sign-in/email?x=1', 'sign-in/%65mail'])
    expect([path, await status(path, right)]).toEqual([path, 200])
  expect((await fetch(`${url}/api/auth/get-session`, { method: 'HEAD' })).status).toBe(404)
  for (const path of ['sign-in/email/', 'x/../sign-in/email%2f', 'update-user', 'sign-in//email', 'SIGN-IN/email'])
    expect([path, await status(path, right)]).toEqual([path, 404])
})

test('an address is the same account in every form', async () => {
  const { id, email } = await person()
  await store.write(({ db, tables }) => db.delete(tables.rateLimits))
  for (const form of [email, email.toUpperCase(), email.replace('e', 'ｅ')])
    expect([form, await status('sign-in/email', { email: form, password: 'wrong horse' })]).toEqual([form, 401])
  const counters = await db.select().from(tables.rateLimits).where(like(tables.rateLimits.key, 'account:%'))
  expect(counters.map(({ count }) => count)).toEqual([3])
  const response = await post('sign-in/email', { email: email.replace('e', 'ｅ'), password: 'correct horse' })
  expect(JSON.parse(await response.text())).toMatchObject({ user: { id: String(id) } })
})
