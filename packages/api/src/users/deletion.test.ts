import { isNotNull } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()

/**
 * A user with two posts. One has comments and likes of others, who reply to each other. The comments of `user` on other
 * posts have replies of others.
 */
async function entangled() {
  const [user, ann, bob] = [await api.newUser(), await api.newUser(), await api.newUser()]
  const { posts, comments, likes, follows } = api.service
  const write = (author: { id: number }) => posts.create({ title: 'T', content: 'C', authorId: author.id })
  const [own, other] = [await write(user), await write(user)]
  const elsewhere = await write(ann)
  const say = async (author: { id: number }, postId: number, parentId?: number) =>
    (await comments.create({ postId, body: 'B', authorId: author.id, parentId })).id
  // On the post of the user: 3 comments, one of them by the user.
  const onOwn = await say(ann, own.id)
  await say(user, own.id, onOwn)
  await say(bob, own.id)
  // On another post: one comment of the user with two replies, and one of bob that stays.
  const mine = await say(user, elsewhere.id)
  await say(bob, elsewhere.id, await say(ann, elsewhere.id, mine))
  const stays = await say(bob, elsewhere.id)
  for (const who of [ann, bob, user]) await likes.like({ postId: own.id, userId: who.id })
  for (const who of [user, bob]) await likes.like({ postId: elsewhere.id, userId: who.id })
  await follows.follow({ userId: user.id, followerId: ann.id })
  await follows.follow({ userId: user.id, followerId: bob.id })
  await follows.follow({ userId: ann.id, followerId: user.id })
  return { user, ann, bob, own, other, elsewhere, mine, stays }
}

/** The number of rows, without tombstones. */
async function count() {
  const { db, tables } = api.store.read
  const rows = (table: Parameters<typeof db.$count>[0]) => db.$count(table)
  return {
    users: await rows(tables.users),
    posts: await rows(tables.posts),
    comments: await db.$count(tables.comments, isNotNull(tables.comments.authorId)),
    likes: await rows(tables.likes),
    follows: await rows(tables.follows),
  }
}

async function goneBy(act: () => Promise<unknown>) {
  const before = await count()
  await act()
  const after = await count()
  return {
    users: before.users - after.users,
    posts: before.posts - after.posts,
    comments: before.comments - after.comments,
    likes: before.likes - after.likes,
    follows: before.follows - after.follows,
  }
}

describe('users.deletionPreview', () => {
  test('counts the rows that the deletion removes', async () => {
    const { user } = await entangled()
    const preview = await api.as(user).users.deletionPreview({ id: user.id })
    expect(preview).toEqual({ posts: 2, comments: 4, likes: 4, followers: 2, following: 1 })
    const gone = await goneBy(() => api.as(user).users.delete({ id: user.id }))
    const { followers, following, ...counts } = preview
    expect(gone).toEqual({ users: 1, ...counts, follows: followers + following })
  })

  test('is zero for a user without rows', async () => {
    const user = await api.newUser()
    const nothing = { posts: 0, comments: 0, likes: 0, followers: 0, following: 0 }
    expect(await api.service.users.deletionPreview({ id: user.id })).toEqual(nothing)
  })

  test('is for the user only', async () => {
    const [user, other] = [await api.newUser(), await api.newUser()]
    await expectRefusal(api.as(other).users.deletionPreview({ id: user.id }), 'NOT_ALLOWED')
    await expectRefusal(api.as(other).users.deletionPreview({ id: 999_999 }), 'USER_NOT_FOUND')
  })
})

describe('users.delete', () => {
  test('deletes posts, comments, likes and follows, keeps replies of others elsewhere, and updates counters', async () => {
    const { user, ann, bob, own, elsewhere, mine, stays } = await entangled()
    const gone = await goneBy(async () => {
      const { deleted } = await api.as(user).users.delete({ id: user.id })
      expect(deleted).toEqual({ users: 1, posts: 2, comments: 4, likes: 4 })
    })
    expect(gone).toEqual({ users: 1, posts: 2, comments: 4, likes: 4, follows: 3 })
    await expectRefusal(api.anyone.users.byId({ id: user.id }), 'USER_NOT_FOUND')
    await expectRefusal(api.anyone.posts.byId({ id: own.id }), 'POST_NOT_FOUND')
    await expectRefusal(api.anyone.profiles.byUser({ userId: user.id }), 'PROFILE_NOT_FOUND')
    const left = await api.anyone.comments.list({ postId: elsewhere.id })
    expect(left.items).toMatchObject([
      { id: mine, deleted: true, author: null, body: null, replyCount: 1 },
      { id: stays, deleted: false },
    ])
    expect(await api.anyone.posts.byId({ id: elsewhere.id })).toMatchObject({ likeCount: 1, commentCount: 3 })
    expect(await api.anyone.users.byId({ id: ann.id })).toMatchObject({ followerCount: 0, followingCount: 0 })
    expect((await api.anyone.users.byId({ id: bob.id })).followingCount).toBe(0)
  })

  test('with reassignTo, reassigns the posts with their comments and likes', async () => {
    const { user, bob, own, other } = await entangled()
    const gone = await goneBy(async () => {
      const { deleted } = await api.service.users.delete({ id: user.id, posts: { reassignTo: bob.id } })
      expect(deleted).toEqual({ users: 1, posts: 0, comments: 2, likes: 2 })
    })
    expect(gone).toEqual({ users: 1, posts: 0, comments: 2, likes: 2, follows: 3 })
    const moved = await api.anyone.posts.byId({ id: own.id })
    expect(moved).toMatchObject({ authorId: bob.id, likeCount: 2, commentCount: 2, updatedAt: own.updatedAt })
    expect((await api.anyone.posts.byId({ id: other.id })).author.username).toBe(bob.username)
    expect((await api.anyone.users.byId({ id: bob.id })).postCount).toBe(2)
  })

  test('refuses reassignTo for the user, who is neither a service nor an admin', async () => {
    const { user, bob } = await entangled()
    const gone = await goneBy(() =>
      expectRefusal(api.as(user).users.delete({ id: user.id, posts: { reassignTo: bob.id } }), 'NOT_ALLOWED'),
    )
    expect(Object.values(gone)).toEqual([0, 0, 0, 0, 0])
    expect((await api.anyone.users.byId({ id: user.id })).postCount).toBe(2)
    await api.as(bob, 'admin').users.delete({ id: user.id, posts: { reassignTo: bob.id } })
    expect((await api.anyone.users.byId({ id: bob.id })).postCount).toBe(2)
  })

  test('with policy restrict, refuses if there are posts and deletes if there are none', async () => {
    const { user, own, other } = await entangled()
    const gone = await goneBy(() =>
      expectRefusal(api.as(user).users.delete({ id: user.id, posts: 'restrict' }), 'HAS_POSTS'),
    )
    expect(Object.values(gone)).toEqual([0, 0, 0, 0, 0])
    for (const { id } of [own, other]) await api.as(user).posts.delete({ id })
    const { deleted } = await api.as(user).users.delete({ id: user.id, posts: 'restrict' })
    expect(deleted).toEqual({ users: 1, posts: 0, comments: 1, likes: 1 })
  })

  test('refuses to reassign to the deleted user or to one that does not exist, also without posts', async () => {
    const [{ user }, empty] = [await entangled(), await api.newUser()]
    for (const { id } of [user, empty]) {
      const nobody = { reassignTo: 999_999 }
      await expectRefusal(api.service.users.delete({ id, posts: nobody }), 'USER_NOT_FOUND')
      const itself = { reassignTo: id }
      await expectRefusal(api.service.users.delete({ id, posts: itself }), 'INVALID_INPUT', ['posts.reassignTo'])
      expect((await api.anyone.users.byId({ id })).id).toBe(id)
    }
    expect((await api.anyone.users.byId({ id: user.id })).postCount).toBe(2)
  })

  test('is for the user only; a second call is NOT_FOUND', async () => {
    const [user, other] = [await api.newUser(), await api.newUser()]
    await expectRefusal(api.as(other).users.delete({ id: user.id }), 'NOT_ALLOWED')
    await api.as(user).users.delete({ id: user.id })
    await expectRefusal(api.as(user).users.delete({ id: user.id }), 'USER_NOT_FOUND')
  })

  test('needs a sign-in of the last 5 minutes', async () => {
    const { id, username } = await api.newUser()
    const stale = api.call({ kind: 'user', id, username, role: 'user', signedInAt: new Date(Date.now() - 301_000) })
    await expectRefusal(stale.users.delete({ id }), 'SIGN_IN_AGAIN')
    expect((await api.anyone.users.byId({ id })).id).toBe(id)
  })

  test('deletes once for concurrent calls', async () => {
    const { user } = await entangled()
    const answers = await Promise.allSettled([1, 2, 3].map(() => api.service.users.delete({ id: user.id })))
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused).toHaveLength(2)
    for (const { reason } of refused) await expectRefusal(Promise.reject(reason), 'USER_NOT_FOUND')
  })

  test('keeps every post that is written while the posts are reassigned', async () => {
    const heir = await api.newUser()
    for (let round = 0; round < 10; round++) {
      const user = await api.newUser()
      const written = Promise.allSettled(
        [1, 2, 3].map(() => api.service.posts.create({ title: 'T', content: 'C', authorId: user.id })),
      )
      const deleted = api.service.users.delete({ id: user.id, posts: { reassignTo: heir.id } })
      const [posts] = await Promise.all([written, deleted.catch(() => 'somebody was faster')])
      for (const post of posts) {
        if (post.status === 'fulfilled') await api.anyone.posts.byId({ id: post.value.id })
        else await expectRefusal(Promise.reject(post.reason), 'USER_NOT_FOUND')
      }
    }
  })
})

test('users.delete keeps the last admin', async () => {
  const user = await api.newUser()
  await api.service.users.setRole({ id: user.id, role: 'admin' })
  await expectRefusal(api.as(user, 'admin').users.delete({ id: user.id }), 'LAST_ADMIN')
  const other = await api.newUser()
  await api.service.users.setRole({ id: other.id, role: 'admin' })
  expect((await api.as(user, 'admin').users.delete({ id: user.id })).deleted.users).toBe(1)
})

test('refuses for every reason it declares', async () => {
  expect(api.unseenReasons('users.delet')).toEqual([])
})
