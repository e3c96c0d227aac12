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

test('changes.watch has the changes of lists, posts and the viewer in one stream, and goes on after each of them', async () => {
  const user = api.as(ann)
  const { id } = await service.posts.create({ title: 'Watched', content: 'C', authorId: ann.id })
  const input = { on: ['viewer', 'feed', 'posts', 'employees'] as const, postIds: [id] }
  const stream = watchedStream(await user.changes.watch({ ...input, on: [...input.on] }))
  const bob = await api.newUser('bob')
  const seen: string[] = []
  /** An event that has a text. The events of each part have their own order. */
  const until = async (events: typeof stream, on: string, text: string) => {
    const find = () => seen.find((event) => event.startsWith(`{"on":"${on}"`) && event.includes(text))
    while (!find()) seen.push(JSON.stringify(await events.next()))
    return find()
  }
  await until(stream, 'viewer', '"unread":0')
  // Each part starts for itself, and has the changes after that.
  await until(stream, 'feed', '"rows":[]')
  await until(stream, 'employees', '"rows":[]')
  await until(stream, 'comments', '"rows":[]')
  const comment = await api.as(bob).comments.create({ postId: id, body: 'B' })
  await until(stream, 'comments', `"postId":${id},"change":{"kind":"changed","rows":[{"id":${comment.id},`)
  await until(stream, 'viewer', '"unread":1')
  const position = stream.position()
  const employee = await service.employees.create({ name: 'Watched' })
  await until(stream, 'employees', `"rows":[{"id":${employee.id},`)
  const again = watchedStream(await user.changes.watch({ ...input, on: [...input.on], lastEventId: position }))
  seen.length = 0
  await until(again, 'employees', `"rows":[{"id":${employee.id},`)
  await user.follows.follow({ userId: bob.id })
  await until(again, 'feed', '"kind":"reset"')
  const post = await service.posts.create({ title: 'New', content: 'Long', authorId: bob.id })
  expect(await until(again, 'feed', `"rows":[{"id":${post.id},`)).not.toContain('Long')
})

test('changes.watch tells a visitor that there is no viewer, and nothing of drafts', async () => {
  const { id } = await service.posts.create({ title: 'T', content: 'C', authorId: ann.id, draft: true })
  const stream = watchedStream(await api.anyone.changes.watch({ on: ['viewer', 'feed', 'posts'], postIds: [id] }))
  const seen: unknown[] = [await stream.next()]
  // The first events of five streams, in any order.
  for (let count = 1; count < 5; count++) seen.push(await stream.next())
  expect(seen).toContainEqual({ on: 'viewer', change: { kind: 'signedOut' } })
  await service.posts.update({ id, title: 'Secret' })
  const { id: published } = await service.posts.create({ title: 'Seen', content: 'C', authorId: ann.id })
  expect(await stream.next()).toMatchObject({ on: 'posts', change: { rows: [{ id: published, title: 'Seen' }] } })
})

test('are for services and admins', async () => {
  await expectRefusal(api.as(ann).changes.list({}), 'NOT_ALLOWED')
  await expectRefusal(api.anyone.changes.follow({}), 'NOT_SIGNED_IN')
})
