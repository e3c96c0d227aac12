import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi, watchedStream } from '../testing.ts'

const api = await setupApi()
const [ann, bob, eve, reader] = [
  await api.newUser('ann'),
  await api.newUser('bob'),
  await api.newUser('eve'),
  await api.newUser('reader'),
]
for (const title of ['1', '2', '3']) {
  for (const { id, username } of [ann, bob, eve, reader]) {
    await api.service.posts.create({ title: `${username} ${title}`, content: 'C', authorId: id })
  }
}
for (const { id } of [ann, bob]) await api.as(reader).follows.follow({ userId: id })
const titles = (page: { items: { title: string }[] }) => page.items.map((post) => post.title)
const expected = ['bob 3', 'ann 3', 'bob 2', 'ann 2', 'bob 1', 'ann 1']

describe('feed.list', () => {
  test('lists only the posts of followed users, newest first', async () => {
    expect(titles(await api.as(reader).feed.list({}))).toEqual(expected)
    expect(await api.as(eve).feed.list({})).toEqual({ items: [], nextCursor: null })
  })

  test('returns page after page', async () => {
    const first = await api.as(reader).feed.list({ limit: 4 })
    const rest = await api.as(reader).feed.list({ limit: 4, cursor: first.nextCursor })
    expect([titles(first), titles(rest), rest.nextCursor]).toEqual([expected.slice(0, 4), expected.slice(4), null])
  })

  test('of another user needs a service or an admin', async () => {
    await expectRefusal(api.as(eve).feed.list({ userId: reader.id }), 'NOT_ALLOWED')
    expect(titles(await api.service.feed.list({ userId: reader.id }))).toEqual(expected)
    expect(titles(await api.as(eve, 'admin').feed.list({ userId: reader.id }))).toEqual(expected)
    await expectRefusal(api.service.feed.list({}), 'INVALID_INPUT', ['userId'])
    await expectRefusal(api.service.feed.list({ userId: 999_999 }), 'USER_NOT_FOUND')
    await expectRefusal(api.anyone.feed.list({}), 'NOT_SIGNED_IN')
  })

  test('is empty after the viewer has unfollowed everybody', async () => {
    await api.as(bob).follows.follow({ userId: ann.id })
    expect(titles(await api.as(bob).feed.list({}))).toEqual(['ann 3', 'ann 2', 'ann 1'])
    await api.as(bob).follows.unfollow({ userId: ann.id })
    expect(titles(await api.as(bob).feed.list({}))).toEqual([])
  })
})

describe('feed.changes', () => {
  test('has the posts of those the reader follows, and reset after the reader follows or unfollows', async () => {
    const [author, stranger, follower] = [await api.newUser(), await api.newUser(), await api.newUser()]
    const write = (by: typeof author, title: string) =>
      api.service.posts.create({ title, content: 'C', authorId: by.id })
    await api.as(follower).follows.follow({ userId: author.id })
    const stream = watchedStream(await api.as(follower).feed.changes({}))
    await stream.started()
    await write(stranger, 'Of a stranger')
    const post = await write(author, 'Followed')
    expect(await stream.next()).toMatchObject({ kind: 'changed', rows: [{ id: post.id }] })
    await api.as(eve).follows.follow({ userId: stranger.id })
    await api.as(follower).follows.follow({ userId: stranger.id })
    expect(await stream.next()).toEqual({ kind: 'reset' })
    expect(await write(stranger, 'Followed now')).toMatchObject({ id: expect.any(Number) })
    expect(await stream.next()).toMatchObject({ kind: 'changed', rows: [{ title: 'Followed now' }] })
    const position = stream.position()
    await api.as(follower).follows.unfollow({ userId: stranger.id })
    await write(stranger, 'Not any more')
    await write(author, 'Still followed')
    const again = watchedStream(await api.as(follower).feed.changes({ lastEventId: position }))
    expect(await again.next()).toEqual({ kind: 'reset' })
    expect(await again.next()).toMatchObject({ kind: 'changed', rows: [{ title: 'Still followed' }] })
  })

  test('is for the reader only', async () => {
    await expectRefusal(api.anyone.feed.changes({}), 'NOT_SIGNED_IN')
    await expectRefusal(api.as(eve).feed.changes({ userId: reader.id }), 'NOT_ALLOWED')
  })
})

test('refuses for every reason it declares', () => expect(api.unseenReasons('feed.')).toEqual([]))
