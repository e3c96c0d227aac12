import { readAuditTrail } from '@trellis/store/operations'
import { eq, like } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { createResetLink } from '../src/reset-link.ts'
import { createKey, revokeKeys } from '../src/stored-keys.ts'
import { sweep } from '../src/sweeper.ts'
import { signIn, signInServer } from './sign-in-server.ts'

const server = await signInServer()
const { store, sent, post, status, linkTo, person, callerOf } = server
const { users, sessions, verifications, rateLimits, serviceKeys } = store.read.tables
const anyone = { kind: 'anyone' }

/** Each test begins with no attempts counted. */
beforeEach(async () => {
  await store.write(({ db }) => db.delete(rateLimits))
})

/** A user whom no sign-up has made: without a password. */
async function invited(name: string) {
  await store.write(({ db }) => db.insert(users).values({ username: name, email: `${name}@example.com` }))
  return `${name}@example.com`
}

const userOf = async (id: number) => (await store.read.db.select().from(users).where(eq(users.id, id)))[0]
const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const signInAs = (email: string, password = 'correct horse') => post('sign-in/email', { email, password })

describe('sign-up', () => {
  test('creates a user who is signed in by cookie and by token', async () => {
    const { id, username, cookie, token } = await person()
    const current = { kind: 'user', id, username, role: 'user' }
    expect(await callerOf({ cookie })).toMatchObject(current)
    expect(await callerOf({ authorization: `Bearer ${token}` })).toMatchObject(current)
  })

  test('the cookie is HttpOnly and SameSite=Lax', async () => {
    const body = { username: 'cookie', email: 'cookie@example.com', password: 'correct horse', name: 'Cookie' }
    const [cookie] = (await post('sign-up/email', body)).headers.getSetCookie()
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=Lax/i)
    expect(cookie).not.toMatch(/; Secure/i)
  })

  test('a name or an address in other letters is taken', async () => {
    const { username, email } = await person()
    for (const taken of [
      { username: username.toUpperCase(), email: 'another@example.com' },
      { username: 'another', email: email.toUpperCase() },
    ]) {
      const answer = await status('sign-up/email', { ...taken, password: 'correct horse' })
      expect(answer).toBeGreaterThanOrEqual(400)
      expect(answer).toBeLessThan(500)
    }
  })

  test('nine sign-ups with one name at once create one user', async () => {
    const tries = Array.from({ length: 9 }, (_, n) =>
      status('sign-up/email', { username: 'Racer', email: `racer${n}@example.com`, password: 'correct horse' }),
    )
    const statuses = await Promise.all(tries)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status >= 500)).toEqual([])
  })

  test.each([
    ['no user name', { email: 'x@example.com', password: 'correct horse' }, 'username'],
    ['no e-mail address', { username: 'x', password: 'correct horse' }, 'email'],
    [
      'a name that cannot be stored',
      { username: 'x\0', email: 'x@example.com', password: 'correct horse' },
      'username',
    ],
    ['half a character', { username: '\ud800', email: 'x@example.com', password: 'correct horse' }, 'username'],
    ['an endless password', { username: 'x', email: 'x@example.com', password: 'x'.repeat(2_000) }, 'password'],
  ])('with %s is refused by its field', async (_, body, field) => {
    const response = await post('sign-up/email', body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'INVALID_INPUT', fields: { [field]: expect.any(String) } })
  })

  test('ignores a role in its body', async () => {
    const body = { username: 'climber', email: 'climber@example.com', password: 'correct horse', role: 'admin' }
    const cookie = cookieOf(await post('sign-up/email', body))
    expect(await callerOf({ cookie })).toMatchObject({ username: 'climber', role: 'user' })
  })

  test.each(['admin', 'Root', 'sup.port', 'system', 'LIBRARY', '\u0430lice', 'p\u03b1ul'])(
    'refuses a name such as %s',
    async (username) => {
      const body = { username, email: 'imitator@example.com', password: 'correct horse' }
      expect(await status('sign-up/email', body)).toBe(400)
    },
  )

  test.each([
    ['\u0430\u043b\u0438\u0441\u0430', 'alisa'],
    ['\u5c71\u7530taro', 'taro'],
    ['administer', 'administer'],
    ['Zo\u00eb-2', 'zoe-2'],
  ])('takes a name such as %s', async (username, name) => {
    const body = { username, email: `${name}@example.com`, password: 'correct horse' }
    expect(await status('sign-up/email', body)).toBe(200)
  })
})

describe('sign-in', () => {
  test('works by user name in any case and by e-mail address', async () => {
    const body = { username: 'Zoë', email: 'zoe@example.com', password: 'correct horse' }
    expect(await status('sign-up/email', body)).toBe(200)
    const byName = await post('sign-in/username', { username: 'zOË', password: 'correct horse' })
    for (const response of [byName, await signInAs('ZOE@example.com')])
      expect(await callerOf({ cookie: cookieOf(response) })).toMatchObject({ username: 'Zoë' })
  })

  test('does not reveal which accounts exist', async () => {
    const present = await person()
    await invited('passwordless')
    const answers = await Promise.all(
      [present.username, 'absent', 'passwordless'].map(async (username) => {
        const byName = await post('sign-in/username', { username, password: 'wrong horse' })
        const byEmail = await signInAs(`${username}@example.com`, 'wrong horse')
        return [byName.status, await byName.text(), byEmail.status, await byEmail.text()]
      }),
    )
    expect(answers[0]?.[0]).toBe(401)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })
})

describe('a session', () => {
  const expire = (id: number) =>
    store.write(({ db }) =>
      db
        .update(sessions)
        .set({ expiresAt: new Date(Date.now() - 1) })
        .where(eq(sessions.userId, id)),
    )

  test('ends at once with sign-out', async () => {
    const { cookie } = await person()
    expect(await status('sign-out', {}, { cookie })).toBe(200)
    expect(await callerOf({ cookie })).toEqual(anyone)
  })

  test('ends when it expires, and is then deleted by the sweep; others are not', async () => {
    const [gone, kept] = [await person(), await person()]
    await expire(gone.id)
    expect(await callerOf({ cookie: gone.cookie })).toEqual(anyone)
    await sweep(store, 365)
    const rows = await store.read.db.select({ userId: sessions.userId }).from(sessions)
    expect(rows.map((row) => row.userId)).not.toContain(gone.id)
    expect(rows.map((row) => row.userId)).toContain(kept.id)
  })

  test('ends with its user', async () => {
    const { id, cookie } = await person()
    await store.write(({ db }) => db.delete(users).where(eq(users.id, id)))
    expect(await callerOf({ cookie })).toEqual(anyone)
  })

  test('is accepted from a cookie only with our signature', async () => {
    const { token, cookie } = await person()
    const [name = '', value = ''] = cookie.split('=')
    for (const forged of [token, `${token}.`, `${token}.AAAA`, value.slice(0, -6), `x${value}`])
      expect(await callerOf({ cookie: `${name}=${forged}` })).toEqual(anyone)
  })

  test('ends with a change of the password elsewhere, whatever the call asks for', async () => {
    const { id, email, cookie } = await person()
    const other = cookieOf(await signInAs(email))
    const change = { currentPassword: 'correct horse', newPassword: 'another horse', revokeOtherSessions: false }
    const response = await post('change-password', change, { cookie })
    expect(response.status).toBe(200)
    expect(await callerOf({ cookie: other })).toEqual(anyone)
    expect(await callerOf({ cookie: cookieOf(response) })).toMatchObject({ id })
  })

  test('goes on if better-auth fails to end it, and the failure is an error response', async () => {
    const { id, cookie } = await person()
    const { autocommit } = store
    const remove = autocommit.db.delete
    autocommit.db.delete = () => {
      throw new Error('The session stays')
    }
    try {
      expect(await status('sign-out', {}, { cookie })).toBe(500)
    } finally {
      autocommit.db.delete = remove
    }
    expect(await callerOf({ cookie })).toMatchObject({ id })
    expect(await status('sign-out', {}, { cookie })).toBe(200)
  })
})

describe('limits', () => {
  const attempt = (body: Record<string, unknown>, from: string, url = server.url) =>
    fetch(`${url}/api/auth/sign-in/username`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      body: JSON.stringify(body),
    })

  test('wrong passwords for one account are limited across processes, with retry-after', async () => {
    const { username } = await person()
    await store.write(({ db }) => db.delete(rateLimits))
    const other = await server.another()
    for (let n = 0; n < 10; n++) {
      const wrong = await attempt({ username, password: 'wrong horse' }, '192.0.2.7', n % 2 ? server.url : other)
      expect(wrong.status).toBe(401)
    }
    for (const url of [server.url, other]) {
      const stopped = await attempt({ username, password: 'correct horse' }, '192.0.2.7', url)
      expect(stopped.status).toBe(429)
      expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // Somebody else at the same address is not affected.
    await person()
  })

  test('attempts by username, by e-mail address and by a change of the password count for one account', async () => {
    const { username, email, cookie } = await person()
    await store.write(({ db }) => db.delete(rateLimits))
    const wrong = { password: 'wrong horse' }
    for (let n = 0; n < 5; n++) {
      expect(await status('sign-in/username', { username, ...wrong })).toBe(401)
      expect(await status('sign-in/email', { email, ...wrong })).toBe(401)
    }
    const change = { currentPassword: 'wrong horse', newPassword: 'another horse' }
    for (const [path, body] of [
      ['sign-in/username', { username, ...wrong }],
      ['sign-in/email', { email, ...wrong }],
      ['change-password', change],
    ] as const) {
      expect(await status(path, body, { cookie })).toBe(429)
    }
    expect(await store.read.db.$count(rateLimits)).toBeGreaterThan(0)
  })

  test('failed attempts from other addresses do not lock out an owner who signed in from this address before', async () => {
    const { username } = await person()
    const [right, wrong] = ['correct horse', 'wrong horse'].map((password) => ({ username, password }))
    if (!right || !wrong) expect.fail('there are two')
    expect((await attempt(right, '192.0.2.1')).status).toBe(200)
    for (let n = 0; n < 10; n++) expect((await attempt(wrong, `198.51.100.${n}`)).status).toBe(401)
    expect((await attempt(right, '198.51.100.77')).status).toBe(429)
    expect((await attempt(right, '192.0.2.1')).status).toBe(200)
  })

  test('the addresses of an IPv6 network are one address, and an IPv4 address is itself in the form of IPv6', async () => {
    const { username } = await person()
    await store.write(({ db }) => db.delete(rateLimits))
    const right = { username, password: 'correct horse' }
    const wrong = { username, password: 'wrong horse' }
    expect((await attempt(right, '2001:db8:1:2::1')).status).toBe(200)
    for (let n = 1; n <= 10; n++) expect((await attempt(wrong, `2001:db8:9:9::${n}`)).status).toBe(401)
    expect((await attempt(right, '2001:db8:1:2::77')).status).toBe(200)
    for (const address of ['192.0.2.9', '::ffff:192.0.2.9']) await attempt(wrong, address)
    const counters = await store.read.db.select().from(rateLimits).where(like(rateLimits.key, 'address:%'))
    expect(Object.fromEntries(counters.map(({ key, count }) => [key, count]))).toEqual({
      'address:2001:db8:1:2::/64': 2,
      'address:2001:db8:9:9::/64': 10,
      'address:192.0.2.9': 2,
    })
  })

  test('right passwords are not counted', async () => {
    const { email } = await person()
    for (let n = 0; n < 12; n++) expect((await signInAs(email)).status).toBe(200)
  })
})

describe('the address of a new account', () => {
  test('is confirmed with the link in a message', async () => {
    const { id, username, email } = await person()
    const message = sent.findLast(({ to }) => to === email)
    expect(message?.text).toContain(`Hello ${username},`)
    expect((await userOf(id))?.emailVerified).toBe(false)
    expect(await status('verify-email', { token: linkTo(email) })).toBe(200)
    expect((await userOf(id))?.emailVerified).toBe(true)
  })

  test('is not confirmed with another token', async () => {
    for (const token of ['x', 'a.b.c', '']) expect(await status('verify-email', { token })).toBeOneOf([400, 401])
  })

  test('can be confirmed again on request; the response for an unknown address is the same', async () => {
    const { email } = await person()
    sent.length = 0
    const responses = [email, 'nobody@example.com'].map(async (email) => {
      const response = await post('send-verification-email', { email })
      return [response.status, await response.text()]
    })
    const [mine, other] = await Promise.all(responses)
    expect(mine).toEqual(other)
    expect(sent.map(({ to }) => to)).toEqual([email])
  })
})

describe('a forgotten password', () => {
  const request = (email: string) => status('request-password-reset', { email })
  const reset = (token: string, newPassword = 'a newer horse') => status('reset-password', { token, newPassword })

  test('is reset once with a link, which ends every session and tells the owner', async () => {
    const { email, cookie } = await person({ confirmed: true })
    expect(await request(email)).toBe(200)
    const token = linkTo(email)
    expect(JSON.stringify(await store.read.db.select().from(verifications))).not.toContain(token)
    expect(await reset(token)).toBe(200)
    expect(await callerOf({ cookie })).toEqual(anyone)
    expect((await signInAs(email)).status).toBe(401)
    expect((await signInAs(email, 'a newer horse')).status).toBe(200)
    expect(sent.findLast(({ to }) => to === email)?.subject).toBe('Your password was changed')
    expect(await reset(token, 'a third horse')).toBe(400)
    expect((await signInAs(email, 'a newer horse')).status).toBe(200)
  })

  test('is not reset after an hour', async () => {
    const { email } = await person()
    await request(email)
    const rows = await store.read.db.select({ expiresAt: verifications.expiresAt }).from(verifications)
    const last = Math.max(...rows.map(({ expiresAt }) => expiresAt.getTime()))
    expect(Math.abs(last - Date.now() - 3_600_000)).toBeLessThan(60_000)
    await store.write(({ db }) => db.update(verifications).set({ expiresAt: new Date(Date.now() - 1) }))
    expect(await reset(linkTo(email))).toBe(400)
    expect((await signInAs(email)).status).toBe(200)
  })

  test('does not reveal by the response or its time whether the account exists', async () => {
    const { email } = await person()
    sent.length = 0
    const timed = async (email: string) => {
      const start = performance.now()
      const response = await post('request-password-reset', { email })
      return { status: response.status, text: await response.text(), ms: performance.now() - start }
    }
    const [there, absent] = [await timed(email), await timed('absent@example.com')]
    expect({ ...absent, ms: 0 }).toEqual({ ...there, ms: 0 })
    for (const { ms } of [there, absent]) expect(ms).toBeGreaterThanOrEqual(290)
    expect(sent.map(({ to }) => to)).toEqual([email])
  })

  test.each(['flooded', 'not-there'])('sends five messages an hour to %s at most', async (name) => {
    if (name === 'flooded') await invited(name)
    const statuses = []
    for (let n = 0; n < 6; n++) statuses.push(await request(`${n % 2 ? name : name.toUpperCase()}@example.com`))
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429])
  })

  test('is reset with a link of an operator', async () => {
    const { id, email, cookie } = await person()
    const link = new URL(await createResetLink(store, signIn, 'https://library.example', console, id))
    expect(`${link.origin}${link.pathname}`).toBe('https://library.example/reset-password')
    expect(await reset(link.searchParams.get('token') ?? '')).toBe(200)
    expect(await callerOf({ cookie })).toEqual(anyone)
    expect((await signInAs(email, 'a newer horse')).status).toBe(200)
  })

  test('can be set for the first time on an account without one', async () => {
    const email = await invited('invited')
    await request(email)
    expect(await reset(linkTo(email))).toBe(200)
    const cookie = cookieOf(await signInAs(email, 'a newer horse'))
    expect(await callerOf({ cookie })).toMatchObject({ username: 'invited' })
  })
})

describe('a change of the address', () => {
  test('is confirmed at the old address, then at the new one', async () => {
    const { id, email, cookie } = await person({ confirmed: true })
    const newEmail = 'moved@example.com'
    expect(await status('change-email', { newEmail: 'Moved@Example.com' }, { cookie })).toBe(200)
    const first = sent.findLast(({ to }) => to === email)
    expect(first).toMatchObject({ subject: 'Confirm the change of your e-mail address' })
    expect(first?.text).toContain(newEmail)
    expect(await status('verify-email', { token: linkTo(email) }, { cookie })).toBe(200)
    expect((await userOf(id))?.email).toBe(email)
    expect(await status('verify-email', { token: linkTo(newEmail) }, { cookie })).toBe(200)
    expect(await userOf(id)).toMatchObject({ email: newEmail, emailVerified: true })
    const [event] = await readAuditTrail(store.read, { limit: 1 })
    expect(event).toMatchObject({ caller: `user:${id}`, procedure: 'auth.email-change' })
  })

  test('of an account whose address was never confirmed is told there, and confirmed at the new one', async () => {
    const { id, email, cookie } = await person()
    await status('change-email', { newEmail: 'first@example.com' }, { cookie })
    expect(sent.findLast(({ to }) => to === email)?.subject).toBe('Your e-mail address is being changed')
    expect((await userOf(id))?.email).toBe(email)
    await status('verify-email', { token: linkTo('first@example.com') })
    expect((await userOf(id))?.email).toBe('first@example.com')
  })

  test('to an address that somebody has taken meanwhile is refused', async () => {
    const { cookie } = await person()
    await status('change-email', { newEmail: 'wanted@example.com' }, { cookie })
    const token = linkTo('wanted@example.com')
    await invited('wanted')
    const response = await post('verify-email', { token })
    expect([response.status, await response.json()]).toMatchObject([409, { code: 'EMAIL_TAKEN' }])
  })

  test('needs a recent sign-in', async () => {
    const { id, cookie } = await person()
    const createdAt = new Date(Date.now() - 301_000)
    await store.write(({ db }) => db.update(sessions).set({ createdAt }).where(eq(sessions.userId, id)))
    const response = await post('change-email', { newEmail: 'thief@example.com' }, { cookie })
    expect([response.status, await response.json()]).toMatchObject([403, { code: 'SIGN_IN_AGAIN' }])
  })
})

describe('passwords', () => {
  test('a change is told to the owner', async () => {
    const { email, cookie } = await person()
    const change = { currentPassword: 'correct horse', newPassword: 'a newer horse' }
    expect(await status('change-password', change, { cookie })).toBe(200)
    expect(sent.findLast(({ to }) => to === email)?.subject).toBe('Your password was changed')
  })

  test.each(['password123', 'PassWord123', 'iloveyou'])('as common as %s are refused everywhere', async (password) => {
    const { cookie } = await person()
    const account = { username: 'common', email: 'common@example.com', password }
    expect(await status('sign-up/email', account)).toBe(400)
    const change = { currentPassword: 'correct horse', newPassword: password }
    expect(await status('change-password', change, { cookie })).toBe(400)
    const response = await post('reset-password', { token: 'x', newPassword: password })
    expect(await response.json()).toMatchObject({ fields: { newPassword: expect.stringContaining('too common') } })
  })
})

describe('the key of a service', () => {
  /** A service with a new key. */
  async function serviceUntil(expiresAt?: Date) {
    const grant = { name: 'bot', limits: { reads: false, procedures: undefined }, expiresAt }
    const { id, key } = await store.write((connection) => createKey(connection, grant, signIn.keyPrefix))
    return { id, key, caller: () => callerOf({ authorization: `Bearer ${key}` }) }
  }
  const bot = { kind: 'service', name: 'bot' }
  const rowOf = async (id: number) => (await store.read.db.select().from(serviceKeys).where(eq(serviceKeys.id, id)))[0]

  test('is stored as a hash', async () => {
    const { id, key, caller } = await serviceUntil()
    expect(await caller()).toMatchObject(bot)
    expect(JSON.stringify(await rowOf(id))).not.toContain(key)
  })

  test('ends when it expires', async () => {
    expect(await (await serviceUntil(new Date(Date.now() - 1))).caller()).toEqual(anyone)
    expect(await (await serviceUntil(new Date(Date.now() + 60_000))).caller()).toMatchObject(bot)
  })

  test('ends within seconds after it was revoked, also on a server that has just used it', async () => {
    const { id, caller } = await serviceUntil()
    expect(await caller()).toMatchObject(bot)
    expect(await store.write((connection) => revokeKeys(connection, id))).toEqual([id])
    await vi.waitFor(async () => expect(await caller()).toEqual(anyone), { timeout: 60_000 })
  })

  test('records the time of its last use, at most once a minute', async () => {
    const { id, caller } = await serviceUntil()
    const lastUse = async () => (await rowOf(id))?.lastUsedAt
    expect(await lastUse()).toBeNull()
    await caller()
    await vi.waitFor(async () => expect(await lastUse()).toBeInstanceOf(Date), { timeout: 60_000 })
    const first = await lastUse()
    await caller()
    await store.write(async () => {})
    expect(await lastUse()).toEqual(first)
    const past = new Date(Date.now() - 61_000)
    await store.write(({ db }) => db.update(serviceKeys).set({ lastUsedAt: past }).where(eq(serviceKeys.id, id)))
    // Until the server looks the key up again.
    await vi.waitFor(
      async () => {
        await caller()
        expect((await lastUse())?.getTime()).toBeGreaterThan(Date.now() - 30_000)
      },
      { timeout: 60_000 },
    )
  })

  test.each([
    'wrong',
    'Basic abc',
    'Bearer',
    'Bearer wrong',
    `Bearer ${'x'.repeat(3_000)}`,
    'Bearer a.b',
    'Bearer %.%',
  ])('is not the header %s', async (authorization) => {
    expect(await callerOf({ authorization })).toEqual(anyone)
  })
})

test('the audit trail has successful and failed events of sign-in, without the names of failed ones', async () => {
  const { id, username, email } = await person()
  const caller = `user:${id}`
  const wrong = { password: 'wrong horse' }
  await status('sign-in/username', { username, ...wrong }, { 'x-request-id': 'tried-1' })
  await status('sign-in/username', { username: 'nobody-of-this-name', ...wrong })
  const cookie = cookieOf(await signInAs(email))
  const change = { currentPassword: 'wrong horse', newPassword: 'another horse' }
  await status('change-password', change, { cookie })
  const changed = cookieOf(await post('change-password', { ...change, currentPassword: 'correct horse' }, { cookie }))
  await status('sign-out', {}, { cookie: changed })
  await status('sign-out', {})
  const events = await readAuditTrail(store.read, { limit: 7 })
  expect(events.map(({ caller, procedure, keys }) => [caller, procedure, keys])).toEqual([
    [caller, 'auth.sign-out', {}],
    [caller, 'auth.password-change', {}],
    ['anyone', 'auth.password-change-failed', { userId: id }],
    [caller, 'auth.sign-in', {}],
    ['anyone', 'auth.sign-in-failed', {}],
    ['anyone', 'auth.sign-in-failed', { userId: id }],
    [caller, 'auth.sign-up', {}],
  ])
  expect(events[5]).toMatchObject({ requestId: 'tried-1' })
  expect(JSON.stringify(events)).not.toContain('nobody-of-this-name')
})
