import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { everyPage, expectRefusal, setupApi, watchedStream } from '../testing.ts'

const api = await setupApi()
const [author, reader, other] = [await api.newUser('author'), await api.newUser('reader'), await api.newUser('other')]
type User = typeof author
const newPost = async (by: User) =>
  (await api.service.posts.create({ title: 'Title', content: 'C', authorId: by.id })).id
const comment = (by: User, postId: number, parentId?: number) =>
  api.as(by).comments.create({ postId, body: `By ${by.username}`, parentId })
const told = async (user: User) => (await api.as(user).notifications.list({})).items
const unread = async (user: User) => (await told(user)).filter(({ read }) => !read).length

describe('notifications.list', () => {
  test('tells the author of a post of comments, and the author of a comment of replies, newest first', async () => {
    const user = await api.newUser()
    const postId = await newPost(user)
    const first = await comment(reader, postId)
    const reply = await comment(other, postId, first.id)
    const actor = (by: User) => ({ id: by.id, username: by.username, fullName: `The ${by.username}` })
    const of = (kind: string, by: User, { id, body }: typeof first) => ({
      ...{
        id: expect.any(Number),
        kind,
        actor: actor(by),
        post: { id: postId, title: 'Title' },
        comment: { id, body },
      },
      ...{ createdAt: expect.stringMatching(/Z$/), read: false },
    })
    expect(await told(user)).toEqual([of('comment', other, reply), of('comment', reader, first)])
    expect((await told(reader))[0]).toEqual(of('reply', other, reply))
  })

  test('tells nobody of their own acts, and the author of post and comment once', async () => {
    const user = await api.newUser()
    const postId = await newPost(user)
    const own = await comment(user, postId)
    await comment(user, postId, own.id)
    expect(await told(user)).toEqual([])
    await comment(reader, postId, own.id)
    expect(await told(user)).toMatchObject([{ kind: 'reply' }])
  })

  test('tells of a follower once, for as long as the follow lasts', async () => {
    const user = await api.newUser()
    for (let n = 0; n < 2; n++) await api.as(reader).follows.follow({ userId: user.id })
    expect(await told(user)).toMatchObject([{ kind: 'follow', actor: { id: reader.id }, post: null, comment: null }])
    await api.as(reader).follows.unfollow({ userId: user.id })
    expect(await told(user)).toEqual([])
    const followers = await Promise.all(Array.from({ length: 5 }, () => api.newUser()))
    await Promise.all(followers.map((follower) => api.as(follower).follows.follow({ userId: user.id })))
    expect((await told(user)).map(({ actor }) => actor.id).toSorted()).toEqual(followers.map(({ id }) => id).toSorted())
  })

  test('a notification goes with its cause, also if that fails', async () => {
    const [user, leaving] = [await api.newUser(), await api.newUser()]
    const [postId, kept] = [await newPost(user), await newPost(user)]
    await comment(reader, postId)
    const deleted = await comment(reader, kept)
    const tombstone = await comment(reader, kept)
    await comment(user, kept, tombstone.id)
    await comment(leaving, kept)
    await comment(other, kept)
    expect(await told(user)).toHaveLength(5)
    await api.as(user).posts.delete({ id: postId })
    await api.as(user).comments.delete({ id: deleted.id })
    await api.as(user).comments.delete({ id: tombstone.id })
    await api.as(leaving).users.delete({ id: leaving.id })
    expect(await told(user)).toMatchObject([{ actor: { id: other.id } }])
    await expectRefusal(comment(other, kept, 999_999), 'COMMENT_NOT_FOUND')
    await expectRefusal(api.as(user).follows.follow({ userId: user.id }), 'SELF_FOLLOW')
    expect(await told(user)).toHaveLength(1)
  })

  test('has the newest 500, page after page', async () => {
    const user = await api.newUser()
    const postId = await newPost(user)
    const { notifications } = api.store.read.tables
    const rows = Array.from({ length: 600 }, () => ({
      ...({ userId: user.id, kind: 'comment', actorId: other.id, postId } as const),
    }))
    await api.store.write(({ db }) => db.insert(notifications).values(rows))
    const { id } = await comment(reader, postId)
    const all = await everyPage((cursor) => api.as(user).notifications.list({ cursor, limit: 100 }))
    expect(all).toHaveLength(500)
    expect(all[0]?.comment?.id).toBe(id)
    expect(await api.store.read.db.$count(notifications, eq(notifications.userId, user.id))).toBe(500)
  })

  test('is for the user only', async () => {
    await expectRefusal(api.anyone.notifications.list({}), 'NOT_SIGNED_IN')
    await expectRefusal(api.as(other).notifications.list({ userId: reader.id }), 'NOT_ALLOWED')
    await expectRefusal(api.service.notifications.list({}), 'INVALID_INPUT', ['userId'])
    expect(await api.service.notifications.list({ userId: other.id })).toMatchObject({ nextCursor: null })
  })
})

test('a notification about a post that has become a draft is for its author only', async () => {
  const user = await api.newUser()
  const postId = await newPost(user)
  const { id } = await comment(reader, postId)
  await comment(other, postId, id)
  const before = await unread(reader)
  await api.as(user).posts.unpublish({ id: postId })
  expect([await unread(user), await unread(reader)]).toEqual([2, before - 1])
  expect(await told(reader)).not.toContainEqual(expect.objectContaining({ post: { id: postId, title: 'Title' } }))
})

describe('notifications.read', () => {
  test('marks the notifications up to one, or all, of the viewer only', async () => {
    const [user, another] = [await api.newUser(), await api.newUser()]
    const [postId, theirs] = [await newPost(user), await newPost(another)]
    for (let n = 0; n < 3; n++) await comment(reader, postId)
    await comment(reader, theirs)
    const [, second] = await told(user)
    expect(await api.as(user).notifications.read({ upTo: second?.id })).toEqual({ unread: 1 })
    expect((await told(user)).map(({ read }) => read)).toEqual([false, true, true])
    expect(await api.as(user).notifications.read({})).toEqual({ unread: 0 })
    expect(await api.as(user).notifications.read({})).toEqual({ unread: 0 })
    expect(await unread(another)).toBe(1)
    await expectRefusal(api.as(user).notifications.read({ userId: another.id }), 'NOT_ALLOWED')
    expect(await unread(another)).toBe(1)
  })
})

describe('viewer.changes', () => {
  test('has the number of unread notifications, at first and after each change', async () => {
    const user = await api.newUser()
    const postId = await newPost(user)
    await comment(reader, postId)
    const stream = watchedStream(await api.as(user).viewer.changes({}))
    expect(await stream.next()).toEqual({ kind: 'notifications', unread: 1 })
    await api.as(reader).follows.follow({ userId: author.id })
    await comment(reader, postId)
    expect(await stream.next()).toEqual({ kind: 'notifications', unread: 2 })
    const position = stream.position()
    await api.as(user).notifications.read({})
    const again = watchedStream(await api.as(user).viewer.changes({ lastEventId: position }))
    expect(await again.next()).toEqual({ kind: 'notifications', unread: 0 })
    await expectRefusal(api.as(reader).viewer.changes({ userId: user.id }), 'NOT_ALLOWED')
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('notifications.')).toEqual([]))
