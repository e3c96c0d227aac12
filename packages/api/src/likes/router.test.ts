import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const [ann, bob] = [await api.newUser('ann'), await api.newUser('bob')]
const newPost = async () => (await api.service.posts.create({ title: 'T', content: 'C', authorId: ann.id })).id

describe('likes.like', () => {
  test('likes once, however often it is called', async () => {
    const postId = await newPost()
    const liked = { likeCount: 1, likedByViewer: true }
    expect(await api.as(bob).likes.like({ postId })).toEqual(liked)
    expect(await api.as(bob).likes.like({ postId })).toEqual(liked)
    await Promise.all([1, 2, 3].map(() => api.as(bob).likes.like({ postId })))
    expect(await api.as(bob).posts.byId({ id: postId })).toMatchObject(liked)
    expect(await api.as(ann).likes.like({ postId })).toEqual({ likeCount: 2, likedByViewer: true })
  })

  test('counts concurrent likes', async () => {
    const postId = await newPost()
    const users = await Promise.all(Array.from({ length: 20 }, () => api.newUser()))
    await Promise.all(users.map((user) => api.as(user).likes.like({ postId })))
    expect((await api.anyone.posts.byId({ id: postId })).likeCount).toBe(20)
  })

  test('gives each of many concurrent calls its own outcome, repeated and refused ones included', async () => {
    const postId = await newPost()
    const calls = [postId, 999_999, postId, postId].map((id, n) =>
      api.as(n === 3 ? ann : bob).likes.like({ postId: id }),
    )
    const [first, missing, second, other] = await Promise.allSettled(calls)
    expect([first, second, other].map((outcome) => outcome?.status)).toEqual(Array(3).fill('fulfilled'))
    await expectRefusal(
      missing?.status === 'rejected' ? Promise.reject(missing.reason) : Promise.resolve(),
      'POST_NOT_FOUND',
    )
    expect((await api.anyone.posts.byId({ id: postId })).likeCount).toBe(2)
  })

  test('for another user needs a service or an admin', async () => {
    const postId = await newPost()
    await expectRefusal(api.as(bob).likes.like({ postId, userId: ann.id }), 'NOT_ALLOWED')
    await expectRefusal(api.service.likes.like({ postId }), 'INVALID_INPUT', ['userId'])
    expect(await api.service.likes.like({ postId, userId: ann.id })).toEqual({ likeCount: 1, likedByViewer: true })
    expect((await api.as(ann).posts.byId({ id: postId })).likedByViewer).toBe(true)
  })

  test('refuses a post and a user that do not exist', async () => {
    await expectRefusal(api.as(bob).likes.like({ postId: 999_999 }), 'POST_NOT_FOUND')
    const answer = api.service.likes.like({ postId: await newPost(), userId: 999_999 })
    await expectRefusal(answer, 'USER_NOT_FOUND')
  })
})

describe('likes.unlike', () => {
  test('removes the like; a second call changes nothing', async () => {
    const postId = await newPost()
    for (const user of [ann, bob]) await api.as(user).likes.like({ postId })
    const unliked = { likeCount: 1, likedByViewer: false }
    expect(await api.as(bob).likes.unlike({ postId })).toEqual(unliked)
    expect(await api.as(bob).likes.unlike({ postId })).toEqual(unliked)
    expect(await api.service.likes.unlike({ postId, userId: ann.id })).toEqual({ likeCount: 0, likedByViewer: false })
  })

  test('refuses rows that do not exist and rows of others', async () => {
    const postId = await newPost()
    await expectRefusal(api.as(bob).likes.unlike({ postId: 999_999 }), 'POST_NOT_FOUND')
    await expectRefusal(api.service.likes.unlike({ postId, userId: 999_999 }), 'USER_NOT_FOUND')
    await expectRefusal(api.as(bob).likes.unlike({ postId, userId: ann.id }), 'NOT_ALLOWED')
  })
})

describe('likes.users', () => {
  test('lists who likes a post, newest first, page by page', async () => {
    const postId = await newPost()
    const users = [await api.newUser(), await api.newUser(), await api.newUser()]
    for (const user of users) await api.as(user).likes.like({ postId })
    const first = await api.anyone.likes.users({ postId, limit: 2 })
    const rest = await api.anyone.likes.users({ postId, cursor: first.nextCursor })
    const authors = users.map(({ id, username }) => ({ id, username, fullName: `The ${username}` }))
    expect([...first.items, ...rest.items]).toEqual(authors.reverse())
    expect(rest.nextCursor).toBeNull()
  })

  test('is empty without likes, and refuses a post that does not exist', async () => {
    expect(await api.anyone.likes.users({ postId: await newPost() })).toEqual({ items: [], nextCursor: null })
    await expectRefusal(api.anyone.likes.users({ postId: 999_999 }), 'POST_NOT_FOUND')
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('likes.')).toEqual([]))
