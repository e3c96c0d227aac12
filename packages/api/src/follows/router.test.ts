import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const newUsers = async (count: number) => Promise.all(Array.from({ length: count }, () => api.newUser()))
const author = ({ id, username }: { id: number; username: string }) => ({ id, username, fullName: `The ${username}` })

describe('follows.follow', () => {
  test('follows once, however often it is called; both counters are updated', async () => {
    const [ann, bob] = [await api.newUser(), await api.newUser()]
    const followed = { followerCount: 1, followedByViewer: true }
    expect(await api.as(bob).follows.follow({ userId: ann.id })).toEqual(followed)
    expect(await api.as(bob).follows.follow({ userId: ann.id })).toEqual(followed)
    await Promise.all([1, 2, 3].map(() => api.as(bob).follows.follow({ userId: ann.id })))
    expect(await api.as(bob).users.byId({ id: ann.id })).toMatchObject({ ...followed, followingCount: 0 })
    expect(await api.as(ann).users.byId({ id: bob.id })).toMatchObject({ followingCount: 1, followedByViewer: false })
  })

  test('refuses to follow oneself and a user that does not exist', async () => {
    const ann = await api.newUser()
    await expectRefusal(api.as(ann).follows.follow({ userId: ann.id }), 'SELF_FOLLOW')
    await expectRefusal(api.service.follows.follow({ userId: ann.id, followerId: ann.id }), 'SELF_FOLLOW')
    await expectRefusal(api.as(ann).follows.follow({ userId: 999_999 }), 'USER_NOT_FOUND')
    await expectRefusal(api.service.follows.follow({ userId: ann.id, followerId: 999_999 }), 'USER_NOT_FOUND')
    expect(await api.anyone.users.byId({ id: ann.id })).toMatchObject({ followerCount: 0, followingCount: 0 })
  })

  test('for another user needs a service or an admin', async () => {
    const [ann, bob, eve] = [await api.newUser(), await api.newUser(), await api.newUser()]
    const input = { userId: ann.id, followerId: bob.id }
    await expectRefusal(api.as(eve).follows.follow(input), 'NOT_ALLOWED')
    await expectRefusal(api.service.follows.follow({ userId: ann.id }), 'INVALID_INPUT', ['followerId'])
    expect(await api.as(eve, 'admin').follows.follow(input)).toEqual({ followerCount: 1, followedByViewer: true })
    expect((await api.as(bob).users.byId({ id: ann.id })).followedByViewer).toBe(true)
    expect((await api.as(eve).users.byId({ id: ann.id })).followedByViewer).toBe(false)
  })

  test('lets users follow each other concurrently', async () => {
    const users = await newUsers(6)
    const pairs = users.flatMap((one) => users.filter((other) => other !== one).map((other) => [one, other] as const))
    await Promise.all(pairs.map(([one, other]) => api.as(one).follows.follow({ userId: other.id })))
    for (const { id } of users) {
      expect(await api.anyone.users.byId({ id })).toMatchObject({ followerCount: 5, followingCount: 5 })
    }
  })
})

describe('follows.unfollow', () => {
  test('unfollows; a second call changes nothing', async () => {
    const [ann, bob, eve] = [await api.newUser(), await api.newUser(), await api.newUser()]
    for (const user of [bob, eve]) await api.as(user).follows.follow({ userId: ann.id })
    const unfollowed = { followerCount: 1, followedByViewer: false }
    expect(await api.as(bob).follows.unfollow({ userId: ann.id })).toEqual(unfollowed)
    expect(await api.as(bob).follows.unfollow({ userId: ann.id })).toEqual(unfollowed)
    expect(await api.as(bob).users.byId({ id: bob.id })).toMatchObject({ followingCount: 0 })
  })

  test('refuses rows that do not exist and rows of others', async () => {
    const [ann, bob] = [await api.newUser(), await api.newUser()]
    await expectRefusal(api.as(bob).follows.unfollow({ userId: 999_999 }), 'USER_NOT_FOUND')
    await expectRefusal(api.service.follows.unfollow({ userId: ann.id, followerId: 999_999 }), 'USER_NOT_FOUND')
    await expectRefusal(api.as(bob).follows.unfollow({ userId: bob.id, followerId: ann.id }), 'NOT_ALLOWED')
  })
})

describe('follows.followers and follows.following', () => {
  test('list who follows whom, newest first, page by page', async () => {
    const [ann, ...others] = [await api.newUser(), await api.newUser(), await api.newUser(), await api.newUser()]
    for (const other of others) {
      await api.as(other).follows.follow({ userId: ann.id })
      await api.as(ann).follows.follow({ userId: other.id })
    }
    for (const list of [api.anyone.follows.followers, api.anyone.follows.following]) {
      const first = await list({ userId: ann.id, limit: 2 })
      expect(first.items).toHaveLength(2)
      const rest = await list({ userId: ann.id, cursor: first.nextCursor })
      expect([...first.items, ...rest.items]).toEqual(others.map(author).reverse())
      expect(rest.nextCursor).toBeNull()
    }
  })

  test('are empty without follows, and refuse a user that does not exist', async () => {
    const ann = await api.newUser()
    for (const list of [api.anyone.follows.followers, api.anyone.follows.following]) {
      expect(await list({ userId: ann.id })).toEqual({ items: [], nextCursor: null })
      await expectRefusal(list({ userId: 999_999 }), 'USER_NOT_FOUND')
    }
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('follows.')).toEqual([]))
