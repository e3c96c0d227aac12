import { auditTrail } from '@trellis/db'
import { createKey } from '@trellis/identity/keys'
import type { KeyLimits } from '@trellis/rpc'
import { deleteOldEvents, readAuditTrail } from '@trellis/store/operations'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { asService, clientOf, setupServer } from '../test/servers.ts'

const server = await setupServer()
const { store } = server
const post = { title: 'Title', content: 'Content' }

/** A service with a new key. */
async function serviceWith(limits: Partial<KeyLimits> = {}) {
  const grant = { name: 'bot', limits: { reads: false, ...limits } }
  const { key } = await store.write((connection) => createKey(connection, grant, 'trellis_'))
  const headers = { authorization: `Bearer ${key}` }
  return { headers, client: clientOf(server.url, headers) }
}

const limited = (message: string) => ({ message, data: { code: 'FORBIDDEN', reason: 'KEY_LIMITED' } })

describe('a key in the database', () => {
  test('is a service that may do everything', async () => {
    const { client } = await serviceWith()
    expect(await client.viewer.current.query()).toEqual({ service: 'bot' })
    await client.users.create.mutate({ username: 'made-by-bot', email: 'made@example.com' })
  })

  test('costs a statement the first time, and none right after', async () => {
    const { client } = await serviceWith()
    await client.viewer.current.query()
    const before = server.statements.length
    await client.viewer.current.query()
    expect(server.statements.slice(before).filter((text) => /^select/i.test(text))).toEqual([])
  })
})

describe('a key that is limited', () => {
  test('to reads runs queries, and no mutation', async () => {
    const { client, headers } = await serviceWith({ reads: true })
    expect((await client.posts.list.query({})).items).toEqual([])
    const why = 'The key of bot may only read, and tags.create is a mutation.'
    await expect(client.tags.create.mutate({ name: 'refused' })).rejects.toMatchObject(limited(why))
    const response = await server.post('/api/tags', { name: 'refused' }, headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ reason: 'KEY_LIMITED', detail: why })
    expect((await server.anyone.tags.list.query({})).items).toEqual([])
  })

  test('to procedures calls only those, not even procedures for anyone', async () => {
    const { id: authorId } = await server.signUp()
    const { client, headers } = await serviceWith({ procedures: ['posts.*', 'users.byId'] })
    const { id } = await client.posts.create.mutate({ ...post, authorId })
    expect((await client.users.byId.query({ id: authorId })).id).toBe(authorId)
    const why = 'The key of bot may not call likes.like.'
    await expect(client.likes.like.mutate({ postId: id, userId: authorId })).rejects.toMatchObject(limited(why))
    await expect(client.users.list.query({})).rejects.toMatchObject({ data: { reason: 'KEY_LIMITED' } })
    expect((await fetch(`${server.url}/api/posts/${id}`, { headers })).status).toBe(200)
    expect((await fetch(`${server.url}/api/tags`, { headers })).status).toBe(403)
  })

  test('refuses the calls of a batch one by one', async () => {
    const { client } = await serviceWith({ procedures: ['tags.list'] })
    const [allowed, refused] = await Promise.allSettled([client.tags.list.query({}), client.posts.list.query({})])
    expect([allowed.status, refused.status]).toEqual(['fulfilled', 'rejected'])
  })
})

describe('the audit trail', () => {
  const newest = async (limit = 1) => readAuditTrail(store.read, { limit })

  test('has the changes by services and admins, with ids, and the request id', async () => {
    const { id: userId } = await server.signUp()
    const headers = { ...asService, 'x-request-id': 'audited-1' }
    const { id } = await clientOf(server.url, headers).posts.create.mutate({ ...post, authorId: userId })
    expect(await newest()).toMatchObject([
      { caller: 'service:tests', procedure: 'posts.create', keys: { id, authorId: userId }, requestId: 'audited-1' },
    ])
    await server.service.likes.like.mutate({ postId: id, userId })
    expect(await newest()).toMatchObject([{ procedure: 'likes.like', keys: { postId: id, userId } }])
    const admin = await server.signUp()
    const { users } = store.read.tables
    await store.write(({ db }) => db.update(users).set({ role: 'admin' }).where(eq(users.id, admin.id)))
    await admin.client.users.delete.mutate({ id: userId })
    expect(await newest()).toMatchObject([
      { caller: `user:${admin.id}`, procedure: 'users.delete', keys: { id: userId } },
    ])
  })

  test('records only the account changes of users', async () => {
    const user = await server.signUp()
    await user.client.users.update.mutate({ id: user.id, email: 'changed@example.com' })
    const changed = { caller: `user:${user.id}`, procedure: 'users.update', keys: { id: user.id } }
    expect(await newest()).toMatchObject([changed])
    await user.client.posts.create.mutate(post)
    expect(await newest()).toMatchObject([changed])
  })

  test('has no failed change, and a change that cannot be recorded fails', async () => {
    const before = await newest()
    await expect(server.service.posts.delete.mutate({ id: 1_000_000 })).rejects.toThrow()
    const { record } = auditTrail
    auditTrail.record = () => Promise.reject(new Error('The disk is full'))
    try {
      await expect(server.service.tags.create.mutate({ name: 'unrecorded' })).rejects.toMatchObject({
        data: { code: 'INTERNAL_SERVER_ERROR' },
      })
    } finally {
      auditTrail.record = record
    }
    expect(await newest()).toEqual(before)
    expect((await server.anyone.tags.list.query({ q: 'unrecorded' })).items).toEqual([])
  })

  test('is kept for AUDIT_DAYS', async () => {
    await store.write((connection) => deleteOldEvents(connection, 1))
    expect(await newest()).toHaveLength(1)
    await store.write((connection) => deleteOldEvents(connection, -1))
    expect(await newest()).toEqual([])
  })
})
