import { sweep } from '@trellis/identity'
import { eq, like } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { anotherServer, clientOf, cookieOf, setupServer } from './testing.ts'

const server = await setupServer()
const { post } = server

describe('sign-up', () => {
  test('creates a user who is signed in by cookie and by token', async () => {
    const ada = await server.signUp('Ada')
    const current = { id: ada.id, username: 'Ada', role: 'user' }
    expect(await ada.client.viewer.current.query()).toEqual(current)
    const byToken = clientOf(server.url, { authorization: `Bearer ${ada.token}` })
    expect(await byToken.viewer.current.query()).toEqual(current)
  })

  test('the cookie is HttpOnly and SameSite=Lax', async () => {
    const body = { username: 'cookie', email: 'cookie@example.com', password: 'correct horse', name: 'Cookie' }
    const [cookie] = (await post('/api/auth/sign-up/email', body)).headers.getSetCookie()
    expect(cookie).toMatch(/; HttpOnly/i)
    expect(cookie).toMatch(/; SameSite=Lax/i)
    expect(cookie).not.toMatch(/; Secure/i)
  })

  test.each([
    ['a user name in other letters', { username: 'ADA', email: 'ada2@example.com' }],
    ['an e-mail address in other letters', { username: 'ada2', email: 'PERSON1@example.com' }],
  ])('%s is taken', async (_, taken) => {
    const response = await post('/api/auth/sign-up/email', { ...taken, password: 'correct horse', name: 'A' })
    expect(response.status).toBeGreaterThanOrEqual(400)
    expect(response.status).toBeLessThan(500)
  })

  test('nine sign-ups with one name at once create one user', async () => {
    const tries = Array.from({ length: 9 }, (_, n) =>
      post('/api/auth/sign-up/email', {
        username: 'Racer',
        email: `racer${n}@example.com`,
        password: 'correct horse',
        name: 'Racer',
      }),
    )
    const statuses = (await Promise.all(tries)).map((response) => response.status)
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
    const response = await post('/api/auth/sign-up/email', body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 'INVALID_INPUT', fields: { [field]: expect.any(String) } })
  })

  test('ignores a role in its body', async () => {
    const body = { username: 'climber', email: 'climber@example.com', password: 'correct horse', role: 'admin' }
    const response = await post('/api/auth/sign-up/email', body)
    const client = clientOf(server.url, { cookie: cookieOf(response) })
    expect(await client.viewer.current.query()).toMatchObject({ username: 'climber', role: 'user' })
  })
})

describe('sign-in', () => {
  test('works by user name in any case and by e-mail address', async () => {
    const zoe = await server.signUp('Zoë')
    for (const [path, body] of [
      ['username', { username: 'zOË' }],
      ['email', { email: zoe.email.toUpperCase() }],
    ] as const) {
      const response = await post(`/api/auth/sign-in/${path}`, { ...body, password: 'correct horse' })
      const client = clientOf(server.url, { cookie: cookieOf(response) })
      expect(await client.viewer.current.query()).toMatchObject({ id: zoe.id })
    }
  })

  test('does not reveal which accounts exist', async () => {
    const present = await server.signUp('present')
    await server.service.users.create.mutate({ username: 'passwordless', email: 'passwordless@example.com' })
    const answers = await Promise.all(
      ['present', 'absent', 'passwordless'].map(async (username) => {
        const email = username === 'present' ? present.email : `${username}@example.com`
        const byName = await post('/api/auth/sign-in/username', { username, password: 'wrong horse' })
        const byEmail = await post('/api/auth/sign-in/email', { email, password: 'wrong horse' })
        return [byName.status, await byName.text(), byEmail.status, await byEmail.text()]
      }),
    )
    expect(answers[0]?.[0]).toBe(401)
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })
})

describe('a session', () => {
  test('ends at once with sign-out', async () => {
    const user = await server.signUp()
    expect((await post('/api/auth/sign-out', {}, { cookie: user.cookie })).status).toBe(200)
    expect(await user.client.viewer.current.query()).toBeNull()
    await expect(user.client.tags.create.mutate({ name: 'too late' })).rejects.toMatchObject({
      data: { code: 'UNAUTHORIZED' },
    })
  })

  test('ends when it expires', async () => {
    const user = await server.signUp()
    await server.store.write(({ db, tables: { sessions } }) =>
      db
        .update(sessions)
        .set({ expiresAt: new Date(Date.now() - 1) })
        .where(eq(sessions.userId, user.id)),
    )
    expect(await user.client.viewer.current.query()).toBeNull()
  })

  test('that has expired is deleted by the sweep; others are not', async () => {
    const [gone, kept] = [await server.signUp(), await server.signUp()]
    await server.store.write(({ db, tables: { sessions } }) =>
      db
        .update(sessions)
        .set({ expiresAt: new Date(Date.now() - 1) })
        .where(eq(sessions.userId, gone.id)),
    )
    await sweep(server.store, 365)
    const { db, tables } = server.store.read
    const rows = await db.select({ userId: tables.sessions.userId }).from(tables.sessions)
    expect(rows.map((row) => row.userId)).not.toContain(gone.id)
    expect(rows.map((row) => row.userId)).toContain(kept.id)
  })

  test('ends with its user', async () => {
    const user = await server.signUp()
    await user.client.users.delete.mutate({ id: user.id })
    expect(await user.client.viewer.current.query()).toBeNull()
  })

  test('is accepted from a cookie only with our signature', async () => {
    const user = await server.signUp()
    const [name = '', value = ''] = user.cookie.split('=')
    for (const forged of [user.token, `${user.token}.`, `${user.token}.AAAA`, value.slice(0, -6), `x${value}`]) {
      expect(await clientOf(server.url, { cookie: `${name}=${forged}` }).viewer.current.query()).toBeNull()
    }
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

  test('changing the password ends the other sessions', async () => {
    const user = await server.signUp()
    const body = { email: user.email, password: 'correct horse' }
    const other = clientOf(server.url, { cookie: cookieOf(await post('/api/auth/sign-in/email', body)) })
    const change = { currentPassword: 'correct horse', newPassword: 'another horse', revokeOtherSessions: false }
    const response = await post('/api/auth/change-password', change, { cookie: user.cookie })
    expect(response.status).toBe(200)
    expect(await other.viewer.current.query()).toBeNull()
    expect(await clientOf(server.url, { cookie: cookieOf(response) }).viewer.current.query()).toMatchObject({
      id: user.id,
    })
  })
})

describe('names', () => {
  test.each(['admin', 'Root', 'sup.port', 'system', 'TRELLIS', '\u0430lice', 'p\u03b1ul'])(
    'such as %s are refused',
    async (username) => {
      const body = { username, email: 'imitator@example.com', password: 'correct horse' }
      expect((await post('/api/auth/sign-up/email', body)).status).toBe(400)
      const created = server.service.users.create.mutate({ username, email: 'imitator@example.com' })
      await expect(created).rejects.toMatchObject({ data: { reason: 'INVALID_INPUT' } })
    },
  )

  test.each(['\u0430\u043b\u0438\u0441\u0430', '\u5c71\u7530taro', 'administer', 'Zo\u00eb-2'])(
    'such as %s are fine',
    async (username) => {
      expect((await server.service.users.create.mutate({ username, email: `${username}@example.com` })).username).toBe(
        username,
      )
    },
  )
})

describe('a failure inside the identity library', () => {
  test('is an error response, also when the library ignores it', async () => {
    const user = await server.signUp()
    const { autocommit } = server.store
    const remove = autocommit.db.delete
    autocommit.db.delete = () => {
      throw new Error('The session stays')
    }
    try {
      const response = await post('/api/auth/sign-out', {}, { cookie: user.cookie })
      expect(response.status).toBe(500)
    } finally {
      autocommit.db.delete = remove
    }
    expect(await user.client.viewer.current.query()).toMatchObject({ id: user.id })
    expect((await post('/api/auth/sign-out', {}, { cookie: user.cookie })).status).toBe(200)
  })
})

describe('a service', () => {
  test('is known by its key', async () => {
    expect(await server.service.viewer.current.query()).toEqual({ service: 'tests' })
  })

  test.each([
    'wrong',
    'Basic abc',
    'Bearer',
    'Bearer wrong',
    `Bearer ${'x'.repeat(3_000)}`,
    'Bearer a.b',
    'Bearer %.%',
  ])('is nobody with the header %s', async (authorization) => {
    const client = clientOf(server.url, { authorization })
    expect(await client.viewer.current.query()).toBeNull()
    await expect(client.employees.create.mutate({ name: 'Mallory' })).rejects.toMatchObject({
      data: { code: 'UNAUTHORIZED' },
    })
  })
})

describe('limits', () => {
  test('wrong passwords for one account are limited across processes, with retry-after', async () => {
    await server.signUp('victim')
    const other = await anotherServer(server.env, server.store)
    const attempt = (url: string, password: string) =>
      fetch(`${url}/api/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'victim', password }),
      })
    for (let n = 0; n < 10; n++) {
      expect((await attempt(n % 2 ? server.url : other, 'wrong horse')).status).toBe(401)
    }
    for (const url of [server.url, other]) {
      const stopped = await attempt(url, 'correct horse')
      expect(stopped.status).toBe(429)
      expect(Number(stopped.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    // Somebody else at the same address is not affected.
    await server.signUp('bystander')
  })

  test('attempts by username, by e-mail address and by a change of the password count for one account', async () => {
    const user = await server.signUp('guessed')
    const wrong = { password: 'wrong horse' }
    const { db, tables } = server.store.read
    await server.store.write(({ db }) => db.delete(tables.rateLimits))
    for (let n = 0; n < 5; n++) {
      expect((await post('/api/auth/sign-in/username', { username: 'guessed', ...wrong })).status).toBe(401)
      expect((await post('/api/auth/sign-in/email', { email: user.email, ...wrong })).status).toBe(401)
    }
    const change = { currentPassword: 'wrong horse', newPassword: 'another horse' }
    for (const [path, body] of [
      ['sign-in/username', { username: 'guessed', ...wrong }],
      ['sign-in/email', { email: user.email, ...wrong }],
      ['change-password', change],
    ] as const) {
      expect((await post(`/api/auth/${path}`, body, { cookie: user.cookie })).status).toBe(429)
    }
    expect(await db.$count(tables.rateLimits)).toBeGreaterThan(0)
  })

  test('failed attempts from other addresses do not lock out an owner who signed in from this address before', async () => {
    const proxied = await anotherServer({ ...server.env, TRUST_PROXY: 1 }, server.store)
    const user = await server.signUp('landlord')
    const attempt = (address: string, password: string) =>
      fetch(`${proxied}/api/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ username: user.username, password }),
      })
    expect((await attempt('192.0.2.1', 'correct horse')).status).toBe(200)
    for (let n = 0; n < 10; n++) expect((await attempt(`198.51.100.${n}`, 'wrong horse')).status).toBe(401)
    expect((await attempt('198.51.100.77', 'correct horse')).status).toBe(429)
    expect((await attempt('192.0.2.1', 'correct horse')).status).toBe(200)
  })

  test('the addresses of an IPv6 network are one address, and an IPv4 address is itself in the form of IPv6', async () => {
    const proxied = await anotherServer({ ...server.env, TRUST_PROXY: 1 }, server.store)
    const user = await server.signUp('networked')
    const { db, tables } = server.store.read
    await server.store.write(({ db }) => db.delete(tables.rateLimits))
    const attempt = (address: string, password: string) =>
      fetch(`${proxied}/api/auth/sign-in/username`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ username: user.username, password }),
      })
    expect((await attempt('2001:db8:1:2::1', 'correct horse')).status).toBe(200)
    for (let n = 1; n <= 10; n++) expect((await attempt(`2001:db8:9:9::${n}`, 'wrong horse')).status).toBe(401)
    expect((await attempt('2001:db8:1:2::77', 'correct horse')).status).toBe(200)
    for (const address of ['192.0.2.9', '::ffff:192.0.2.9']) await attempt(address, 'wrong horse')
    const counters = await db.select().from(tables.rateLimits).where(like(tables.rateLimits.key, 'address:%'))
    expect(Object.fromEntries(counters.map(({ key, count }) => [key, count]))).toEqual({
      'address:2001:db8:1:2::/64': 2,
      'address:2001:db8:9:9::/64': 10,
      'address:192.0.2.9': 2,
    })
  })

  test('right passwords are not counted', async () => {
    await server.signUp('regular')
    for (let n = 0; n < 12; n++) {
      const body = { username: 'regular', password: 'correct horse' }
      expect((await post('/api/auth/sign-in/username', body)).status).toBe(200)
    }
  })
})
