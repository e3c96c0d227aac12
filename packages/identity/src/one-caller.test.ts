import { readAuditTrail } from '@trellis/store/operations'
import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { SERVICE_KEY, signInServer } from '../test/sign-in-server.ts'

const { url, store, post, status, sent, person } = await signInServer()

/** Ways to send the token of a session, and what else a request may have beside it. */
const ways: [string, (person: { cookie: string; token: string }) => Record<string, string>][] = [
  ['a cookie', ({ cookie }) => ({ cookie })],
  ['a token', ({ token }) => ({ authorization: `Bearer ${token}` })],
  ['a token in small letters of its scheme', ({ token }) => ({ authorization: `bearer   ${token}` })],
  ['a signed token', ({ cookie }) => ({ authorization: `Bearer ${cookie.split('=')[1]}` })],
  ['a cookie beside a token that is none', ({ cookie }) => ({ cookie, authorization: 'Bearer a.b' })],
  ['a cookie beside an empty token', ({ cookie }) => ({ cookie, authorization: 'Bearer' })],
  ['a cookie beside a long token', ({ cookie }) => ({ cookie, authorization: `Bearer ${'x'.repeat(600)}` })],
  ['a cookie beside two tokens', ({ cookie, token }) => ({ cookie, authorization: `Bearer ${token} ${token}` })],
  ['a cookie beside another scheme', ({ cookie }) => ({ cookie, authorization: 'Basic YTpi' })],
  ['a cookie beside the key of a service', ({ cookie }) => ({ cookie, authorization: `Bearer ${SERVICE_KEY}` })],
  ['a cookie in quotes', ({ cookie }) => ({ cookie: cookie.replace('=', '="').concat('"') })],
  ['a cookie after one of the same name', ({ cookie }) => ({ cookie: `${cookie.split('=')[0]}=x.y; ${cookie}` })],
  ['a cookie before one of the same name', ({ cookie }) => ({ cookie: `${cookie}; ${cookie.split('=')[0]}=x.y` })],
  ['a cookie with spaces', ({ cookie }) => ({ cookie: ` ; ${cookie.replace('=', ' = ')} ;` })],
  ['a cookie that is not encoded', ({ cookie }) => ({ cookie: decodeURIComponent(cookie) })],
  ['a cookie that is encoded twice', ({ cookie }) => ({ cookie: cookie.replaceAll('%', '%25') })],
]

const ids = async (headers: Record<string, string>) => {
  const caller: { kind: string; id?: number } = JSON.parse(await (await fetch(`${url}/caller`, { headers })).text())
  const session: { user: { id: string } } | null = JSON.parse(
    await (await fetch(`${url}/api/auth/get-session`, { headers })).text(),
  )
  return { caller: caller.id, session: session ? Number(session.user.id) : undefined }
}

test.each(ways)('%s: the caller is the user of the session that better-auth acts on', async (_, headersOf) => {
  const { caller, session } = await ids(headersOf(await person()))
  expect(session).toBe(caller)
})

test.each(ways)('%s beside the cookie of another person: there is one caller', async (_, headersOf) => {
  const [self, other] = [await person(), await person()]
  const headers = headersOf(self)
  const cookie = headers.cookie === undefined ? other.cookie : `${headers.cookie}; ${other.cookie}`
  const { caller, session } = await ids({ ...headers, cookie })
  expect(session).toBe(caller)
})

test.each(ways)('%s of an old sign-in does not ask for another address', async (_, headersOf) => {
  const self = await person()
  const { sessions } = store.read.tables
  const createdAt = new Date(Date.now() - 86_400_000)
  await store.write(({ db }) => db.update(sessions).set({ createdAt }).where(eq(sessions.userId, self.id)))
  const before = sent.length
  expect(await status('change-email', { newEmail: 'thief@example.com' }, headersOf(self))).toBeOneOf([401, 403])
  expect(sent).toHaveLength(before)
})

test('a change of the password without a session is refused, and neither counted nor recorded', async () => {
  const change = { currentPassword: 'wrong horse', newPassword: 'another horse' }
  const { cookie } = await person()
  for (let n = 0; n < 12; n++) {
    expect(await status('change-password', change, { cookie, authorization: 'Bearer a.b' })).toBe(401)
    expect(await status('change-password', change)).toBe(401)
  }
  expect(await status('change-password', { ...change, currentPassword: 'correct horse' }, { cookie })).toBe(200)
  const events = await readAuditTrail(store.read, { procedure: 'auth.password-change-failed', limit: 1 })
  expect(events).toEqual([])
})

test('a sign-out ends the session of the cookie, or leaves the cookie', async () => {
  const [self, other] = [await person(), await person()]
  const signOut = async (headers: Record<string, string>) => {
    const response = await post('sign-out', {}, headers)
    return { status: response.status, cookies: response.headers.getSetCookie().length > 0 }
  }
  const { cookie } = self
  for (const key of [SERVICE_KEY, 'a.b', 'none'])
    expect(await signOut({ cookie, authorization: `Bearer ${key}` })).toEqual({ status: 401, cookies: false })
  expect(await signOut({ cookie, authorization: `Bearer ${other.token}` })).toEqual({ status: 200, cookies: false })
  const read = await fetch(`${url}/api/auth/get-session`, {
    headers: { cookie, authorization: `Bearer ${SERVICE_KEY}` },
  })
  expect(read.headers.getSetCookie()).toEqual([])
  expect((await ids({ cookie })).session).toBe(self.id)
  expect((await ids({ cookie: other.cookie })).session).toBeUndefined()
  expect(await signOut({ cookie })).toEqual({ status: 200, cookies: true })
  expect((await ids({ cookie })).session).toBeUndefined()
  expect(await signOut({ cookie })).toEqual({ status: 200, cookies: true })
})

test('what acts on the account of a session needs one', async () => {
  for (const [path, body] of Object.entries({
    'change-email': { newEmail: 'x@example.com' },
    'revoke-session': { token: 'x' },
    'revoke-other-sessions': {},
  })) {
    const response = await post(path, body, { authorization: `Bearer ${SERVICE_KEY}` })
    expect([path, response.status]).toEqual([path, 401])
  }
})
