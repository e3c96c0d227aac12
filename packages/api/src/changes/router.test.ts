import { expect, test } from 'vitest'
import { expectRefusal, setupApi, watchedStream } from '../testing.ts'

const api = await setupApi()
const service = api.service
const ann = await api.newUser('ann')

test('changes.list has each change in its order, those of cascades and counters included', async () => {
  const start = await service.changes.list({})
  expect(start).toEqual({ items: [], position: expect.any(String), more: false, reset: false })
  const post = await service.posts.create({ title: 'T', content: 'C', authorId: ann.id })
  await service.likes.like({ postId: post.id, userId: ann.id })
  const comment = await service.comments.create({ postId: post.id, body: 'B', authorId: ann.id })
  await service.posts.delete({ id: post.id })
  const seen: string[] = []
  let { position } = start
  const tables = ['posts', 'comments']
  // In parts, until all can be read: on PostgreSQL, other tests have transactions open on the same server.
  await expect
    .poll(async () => {
      const page = await service.changes.list({ after: position, tables, limit: 2 })
      position = page.position
      seen.push(...page.items.map(({ table, kind, key, by }) => `${table} ${kind} ${JSON.stringify({ key, by })}`))
      return seen
    })
    .toContainEqual(expect.stringContaining(`posts deleted {"key":{"id":${post.id}},"by":{"authorId":${ann.id},`))
  const of = (table: string) => seen.filter((one) => one.startsWith(table)).map((one) => one.split(' ')[1])
  expect(of('posts').filter((kind) => kind !== 'updated')).toEqual(['created', 'deleted'])
  expect(of('posts').length).toBeGreaterThanOrEqual(4)
  expect(of('comments')).toEqual(['created', 'deleted'])
  expect(seen).toContain(`comments created ${JSON.stringify({ key: { id: comment.id }, by: { postId: post.id } })}`)
})

test('changes.list answers reset for a position that the journal does not have', async () => {
  expect(await service.changes.list({ after: '0-999999-1' })).toMatchObject({ items: [], reset: true })
})

test('changes.follow has the changes as they are committed, and goes on after the last event', async () => {
  const stream = watchedStream(await service.changes.follow({ tables: ['employees'] }))
  expect(await stream.next()).toMatchObject({ items: [], reset: false })
  await service.posts.create({ title: 'T', content: 'C', authorId: ann.id })
  const { id } = await service.employees.create({ name: 'Followed' })
  const created = { items: [{ table: 'employees', kind: 'created', key: { id }, by: {} }], reset: false }
  expect(await stream.next()).toMatchObject(created)
  await service.employees.delete({ id })
  const again = watchedStream(await service.changes.follow({ after: 'none', lastEventId: stream.position() }))
  expect(await again.next()).toMatchObject({ items: [{ kind: 'deleted', key: { id } }], position: again.position() })
  const reset = watchedStream(await service.changes.follow({ after: 'none' }))
  expect(await reset.next()).toMatchObject({ items: [], reset: true })
})

test('are for services and admins', async () => {
  await expectRefusal(api.as(ann).changes.list({}), 'NOT_ALLOWED')
  await expectRefusal(api.anyone.changes.follow({}), 'NOT_SIGNED_IN')
})
