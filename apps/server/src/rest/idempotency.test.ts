import { sweep } from '@trellis/identity'
import { sweepKeys } from '@trellis/store/operations'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { restClient } from '../../test/rest-client.ts'
import { asService, clientOf, setupServer } from '../../test/servers.ts'

const server = await setupServer()
const send = restClient(server)
const ada = await server.signUp('ada')
const withKey = (key: string) => ({ ...asService, 'idempotency-key': key })
const count = async () => (await server.anyone.stats.blog.query()).postCount
const post = (title: string) => ({ title, content: 'C', authorId: ada.id })

describe('a mutation with an idempotency key', () => {
  test('is carried out once; a repetition gets the same response', async () => {
    const first = await send('POST', '/posts', post('Once'), withKey('one'))
    const second = await send('POST', '/posts', post('Once'), withKey('one'))
    expect(first.status).toBe(201)
    expect([second.status, second.body, second.headers.get('location')]).toEqual([
      201,
      first.body,
      first.headers.get('location'),
    ])
    const { items } = await server.anyone.posts.list.query({})
    expect(items.filter(({ title }) => title === 'Once')).toHaveLength(1)
  })

  test('is refused when the key came with another input, or another procedure', async () => {
    await send('POST', '/tags', { name: 'reused' }, withKey('two'))
    const other = await send('POST', '/tags', { name: 'another' }, withKey('two'))
    expect(other.body).toMatchObject({ status: 409, reason: 'KEY_REUSED' })
    const elsewhere = await send('POST', '/categories', { name: 'reused' }, withKey('two'))
    expect(elsewhere.body).toMatchObject({ status: 409, reason: 'KEY_REUSED' })
    const { items } = await server.anyone.tags.list.query({ limit: 100 })
    expect(items.map(({ name }) => name)).not.toContain('another')
  })

  test('gets the same response when a repetition without the key would be refused', async () => {
    const tag = { name: 'unique' }
    const first = await send('POST', '/tags', tag, withKey('repeated'))
    expect(await send('POST', '/tags', tag, withKey('repeated'))).toMatchObject({ status: 201, body: first.body })
    expect((await send('POST', '/tags', tag, withKey('new'))).status).toBe(409)
  })

  test('shares no keys with other callers', async () => {
    await send('POST', '/tags', { name: 'of the service' }, withKey('three'))
    const own = await send('POST', '/tags', { name: 'of ada' }, { cookie: ada.cookie, 'idempotency-key': 'three' })
    expect(own.status).toBe(201)
  })

  test('shows an admin who is none any more nothing of the response', async () => {
    const boss = await server.signUp('boss')
    const { users } = server.store.read.tables
    const become = (role: 'user' | 'admin') =>
      server.store.write(({ db }) => db.update(users).set({ role }).where(eq(users.id, boss.id)))
    const rename = () =>
      send('PATCH', `/users/${ada.id}`, { username: 'ada-2' }, { cookie: boss.cookie, 'idempotency-key': 'boss' })
    await become('admin')
    for (let n = 0; n < 2; n++) expect(await rename()).toMatchObject({ status: 200, body: { email: ada.email } })
    await become('user')
    const { status, body } = await rename()
    expect(status).toBe(409)
    expect(JSON.stringify(body)).not.toContain(ada.email)
  })

  test('that failed may be repeated', async () => {
    const path = `/posts/${(await server.service.posts.create.mutate(post('Missing'))).id}/tags/`
    const tag = { name: 'late' }
    expect((await send('PUT', `${path}999`, undefined, withKey('four'))).status).toBe(404)
    const { id } = await server.service.tags.create.mutate(tag)
    expect((await send('PUT', `${path}${id}`, undefined, withKey('four'))).status).toBe(200)
  })

  test('sent several times at once is carried out once; all get its response', async () => {
    const before = await count()
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => send('POST', '/posts', post('At once'), withKey('five'))),
    )
    expect(new Set(answers.map(({ status, body }) => `${status} ${JSON.stringify(body)}`)).size).toBe(1)
    // The number may be a second old.
    await expect.poll(count).toBe(before + 1)
  })

  test('sent beside others with which it shares a transaction gets its own response, also when it is sent twice', async () => {
    const { id } = await server.service.posts.create.mutate(post('Liked'))
    const like = (userId: number, key: string) =>
      send('PUT', `/posts/${id}/like`, { userId }, withKey(`together ${key}`))
    const answers = await Promise.all([...'aabcdd'].map((key) => like(key === 'c' ? 999_999 : ada.id, key)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 404, 200, 200])
    for (const key of 'abd') expect((await like(ada.id, key)).body).toEqual({ likeCount: 1, likedByViewer: true })
    expect((await like(999_998, 'a')).body).toMatchObject({ reason: 'KEY_REUSED' })
  })

  test('of a viewer is repeated without another check of ownership', async () => {
    const { id } = await server.service.posts.create.mutate(post('Own'))
    const headers = { cookie: ada.cookie, 'idempotency-key': 'six' }
    const first = await send('PATCH', `/posts/${id}`, { title: 'Changed' }, headers)
    expect((await send('PATCH', `/posts/${id}`, { title: 'Changed' }, headers)).body).toEqual(first.body)
    expect(first.body).toMatchObject({ title: 'Changed', version: 2 })
  })

  test('works through tRPC, with one key for each call of a batch', async () => {
    const client = clientOf(server.url, withKey('seven, eight'))
    const create = () => Promise.all(['a', 'b'].map((title) => client.posts.create.mutate(post(title))))
    const first = await create()
    expect(await create()).toEqual(first)
    expect(new Set(first.map(({ id }) => id)).size).toBe(2)
  })

  test.each(['', ' ', 'x'.repeat(256), 'é'])('refuses the key "%s"', async (key) => {
    const answer = await send('POST', '/tags', { name: 'unkeyed' }, withKey(encodeURI(key) === key ? key : '\u00e9'))
    expect(answer.body).toMatchObject({ status: 400, fields: { 'idempotency-key': expect.any(String) } })
  })

  test('may be used again after a day, when it is also deleted', async () => {
    const keys = async () => {
      const { db, tables } = server.store.read
      return await db.select({ key: tables.idempotencyKeys.key }).from(tables.idempotencyKeys)
    }
    const age = () =>
      server.store.write(({ db, tables }) =>
        db.update(tables.idempotencyKeys).set({ createdAt: new Date(Date.now() - 25 * 3_600_000).toISOString() }),
      )
    await send('POST', '/tags', { name: 'yesterday' }, withKey('nine'))
    await age()
    const again = await send('POST', '/tags', { name: 'today' }, withKey('nine'))
    expect(again.body).toMatchObject({ name: 'today' })
    await sweep(server.store, 365)
    expect(await keys()).toEqual([{ key: 'nine' }])
    await age()
    await sweep(server.store, 365)
    expect(await keys()).toEqual([])
  })

  test('costs a bounded amount of space: the oldest keys of a caller are deleted', async () => {
    const responseOf = (caller: string, size: number, index: number) => ({
      ...{ caller, key: `${index}`, fingerprint: 'f', size, response: 'x'.repeat(size) },
      createdAt: new Date(Date.now() + index).toISOString(),
    })
    const responses = [100, 200, 300, 400].map((size, index) => responseOf('user:1', size, index))
    const { db, tables } = server.store.read
    const { caller, key } = tables.idempotencyKeys
    await server.store.write(({ db }) =>
      db.insert(tables.idempotencyKeys).values([...responses, responseOf('user:2', 100, 0)]),
    )
    const remaining = async (bounds: { keys: number; size: number }) => {
      await sweepKeys(server.store, bounds)
      const rows = await db.select({ caller, key }).from(tables.idempotencyKeys).orderBy(key)
      return rows.map((row) => `${row.caller} ${row.key}`)
    }
    const left = [await remaining({ keys: 3, size: 10_000 }), await remaining({ keys: 3, size: 700 })]
    expect(left).toEqual([
      ['user:2 0', 'user:1 1', 'user:1 2', 'user:1 3'],
      ['user:2 0', 'user:1 2', 'user:1 3'],
    ])
  })
})
