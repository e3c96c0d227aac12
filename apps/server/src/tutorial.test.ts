import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { setupServer } from '../test/servers.ts'

const server = await setupServer()
const { service, anyone } = server

/** The error of a call: its code and its reason. */
async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => undefined,
    (reason) => reason,
  )
  if (!(error instanceof TRPCClientError)) throw new Error('The call succeeded')
  return { code: error.data?.code, reason: error.data?.reason }
}

// The tutorial "FastAPI ORM relationships", in its order: each endpoint and each example has its counterpart here.
describe('the tutorial, over HTTP', () => {
  test('one-to-one: a user is created, and read back without a profile', async () => {
    const user = await service.users.create.mutate({ username: 'johndoe', email: 'john@example.com' })
    expect(user).toMatchObject({ id: 1, username: 'johndoe', email: 'john@example.com', profile: null })
    expect(await service.users.byId.query({ id: 1 })).toMatchObject({ username: 'johndoe', profile: null })
  })

  test('one-to-one: the user gets a profile, and is read back with it', async () => {
    const profile = await service.profiles.create.mutate({ userId: 1, fullName: 'John Doe', bio: 'Writes about trees' })
    expect(profile).toEqual({ id: 1, userId: 1, fullName: 'John Doe', bio: 'Writes about trees', version: 1 })
    expect((await anyone.users.byId.query({ id: 1 })).profile).toEqual(profile)
  })

  test('one-to-one, from the other side: a profile has its user', async () => {
    expect(await anyone.profiles.byUser.query({ userId: 1 })).toMatchObject({ userId: 1, fullName: 'John Doe' })
  })

  test('one-to-one: a second profile is refused', async () => {
    const second = service.profiles.create.mutate({ userId: 1, fullName: 'Johnny' })
    expect(await refusal(second)).toEqual({ code: 'CONFLICT', reason: 'PROFILE_EXISTS' })
  })

  test('a user that does not exist can neither get a profile nor be read', async () => {
    const notFound = { code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' }
    expect(await refusal(service.profiles.create.mutate({ userId: 99, fullName: 'Nobody' }))).toEqual(notFound)
    expect(await refusal(anyone.users.byId.query({ id: 99 }))).toEqual(notFound)
  })

  test('a user name and an e-mail address are unique', async () => {
    const sameName = service.users.create.mutate({ username: 'JohnDoe', email: 'other@example.com' })
    expect(await refusal(sameName)).toEqual({ code: 'CONFLICT', reason: 'USERNAME_TAKEN' })
    const sameEmail = service.users.create.mutate({ username: 'other', email: 'John@Example.com' })
    expect(await refusal(sameEmail)).toEqual({ code: 'CONFLICT', reason: 'EMAIL_TAKEN' })
  })

  test('one-to-many: posts are created for the user', async () => {
    const post = await service.posts.create.mutate({ authorId: 1, title: 'First post', content: 'Hello, trees' })
    expect(post).toMatchObject({ id: 1, title: 'First post', authorId: 1, tags: [] })
    await service.posts.create.mutate({ authorId: 1, title: 'Second post', content: 'More about FastAPI' })
    const orphan = service.posts.create.mutate({ authorId: 99, title: 'Orphan', content: 'Nobody wrote this' })
    expect(await refusal(orphan)).toEqual({ code: 'NOT_FOUND', reason: 'USER_NOT_FOUND' })
  })

  test('one-to-many, both directions: a user has posts, a post has its author', async () => {
    const titles = (await anyone.posts.list.query({ authorId: 1 })).items.map((post) => post.title)
    expect(titles).toEqual(['Second post', 'First post'])
    const { posts } = await anyone.users.byId.query({ id: 1 })
    expect(posts.items.map((post) => post.title)).toEqual(titles)
    expect((await anyone.posts.byId.query({ id: 1 })).author).toEqual({
      id: 1,
      username: 'johndoe',
      fullName: 'John Doe',
    })
  })

  test('many-to-many: tags are created, and attached to a post', async () => {
    expect(await service.tags.create.mutate({ name: 'python' })).toEqual({ id: 1, name: 'python' })
    await service.tags.create.mutate({ name: 'databases' })
    expect(await refusal(service.tags.create.mutate({ name: 'Python' }))).toEqual({
      code: 'CONFLICT',
      reason: 'TAG_EXISTS',
    })
    await service.posts.addTag.mutate({ postId: 1, tagId: 1 })
    const post = await service.posts.addTag.mutate({ postId: 1, tagId: 2 })
    expect(post.tags.map((tag) => tag.name)).toEqual(['databases', 'python'])
    const again = await service.posts.addTag.mutate({ postId: 1, tagId: 2 })
    expect(again.tags).toEqual(post.tags)
  })

  test('many-to-many, both directions: a post has tags, a tag has posts', async () => {
    expect((await anyone.posts.byId.query({ id: 1 })).tags).toHaveLength(2)
    const { items } = await anyone.tags.posts.query({ name: 'PYTHON' })
    expect(items.map((post) => post.id)).toEqual([1])
  })

  test('many-to-many: a post or a tag that does not exist is NOT_FOUND with its own reason', async () => {
    expect(await refusal(service.posts.addTag.mutate({ postId: 99, tagId: 1 }))).toEqual({
      code: 'NOT_FOUND',
      reason: 'POST_NOT_FOUND',
    })
    expect(await refusal(service.posts.addTag.mutate({ postId: 1, tagId: 99 }))).toEqual({
      code: 'NOT_FOUND',
      reason: 'TAG_NOT_FOUND',
    })
    expect(await refusal(anyone.posts.byId.query({ id: 99 }))).toEqual({ code: 'NOT_FOUND', reason: 'POST_NOT_FOUND' })
    expect(await refusal(anyone.tags.posts.query({ name: 'cobol' }))).toEqual({
      code: 'NOT_FOUND',
      reason: 'TAG_NOT_FOUND',
    })
  })

  test('eager loading: users come with profile and posts, in at most 3 statements however many there are', async () => {
    const before = server.statements.length
    const { items } = await anyone.users.list.query({})
    const statements = server.statements.length - before
    expect(items[0]).toMatchObject({ username: 'johndoe', profile: { fullName: 'John Doe' } })
    expect(items[0]?.posts.items).toHaveLength(2)
    expect(statements).toBeLessThanOrEqual(3)

    for (let i = 0; i < 99; i++) {
      await service.users.create.mutate({ username: `reader${i}`, email: `reader${i}@example.com` })
    }
    const beforeAll = server.statements.length
    expect((await anyone.users.list.query({ limit: 100 })).items).toHaveLength(100)
    expect(server.statements.length - beforeAll).toBe(statements)
  })

  test('stats: the blog is counted, with its most used tag and most prolific author', async () => {
    await expect
      .poll(() => anyone.stats.blog.query())
      .toEqual({
        userCount: 100,
        postCount: 2,
        tagCount: 2,
        mostUsedTag: 'databases',
        mostProlificAuthor: 'johndoe',
      })
  })

  test('search: posts are found by title or content, in any case', async () => {
    const titles = async (q: string) => (await anyone.search.posts.query({ q })).items.map((item) => item.post.title)
    expect(await titles('POST')).toEqual(['Second post', 'First post'])
    expect(await titles('fastapi')).toEqual(['Second post'])
    expect(await titles('nothing like this')).toEqual([])
  })

  test('cascade: deleting a user deletes the profile and the posts, and keeps the tags', async () => {
    const gone = await service.users.delete.mutate({ id: 1 })
    expect(gone.deleted).toEqual({ users: 1, posts: 2, comments: 0, likes: 0 })
    expect(await refusal(anyone.posts.byId.query({ id: 1 }))).toEqual({ code: 'NOT_FOUND', reason: 'POST_NOT_FOUND' })
    expect(await refusal(anyone.profiles.byUser.query({ userId: 1 }))).toMatchObject({ code: 'NOT_FOUND' })
    const { items } = await anyone.tags.list.query({})
    expect(items).toEqual([
      { id: 2, name: 'databases', postCount: 0 },
      { id: 1, name: 'python', postCount: 0 },
    ])
  })

  test('self-referential: a manager and subordinates, both directions', async () => {
    const manager = await service.employees.create.mutate({ name: 'Grace', title: 'Director' })
    const first = await service.employees.create.mutate({ name: 'Alan', managerId: manager.id })
    await service.employees.create.mutate({ name: 'Barbara', managerId: manager.id })
    const detail = await anyone.employees.byId.query({ id: manager.id })
    expect(detail.manager).toBeNull()
    expect(detail.subordinates.map((employee) => employee.name)).toEqual(['Alan', 'Barbara'])
    expect((await anyone.employees.byId.query({ id: first.id })).manager).toMatchObject({ name: 'Grace' })
  })
})

describe('the exercises of the tutorial, over HTTP', () => {
  test('comments, likes, categories and a feed', async () => {
    const ada = await server.signUp('ada')
    const bob = await server.signUp('bob')
    const post = await ada.client.posts.create.mutate({
      title: 'On analytical engines',
      content: 'They weave algebraic patterns.',
      category: { connectOrCreate: { name: 'Essays' } },
      tags: { connectOrCreate: [{ name: 'history' }] },
    })
    const comment = await bob.client.comments.create.mutate({ postId: post.id, body: 'As looms weave flowers.' })
    await ada.client.comments.create.mutate({ postId: post.id, parentId: comment.id, body: 'Just so.' })
    expect(await bob.client.likes.like.mutate({ postId: post.id })).toEqual({ likeCount: 1, likedByViewer: true })
    await bob.client.follows.follow.mutate({ userId: ada.id })

    const { items } = await bob.client.feed.list.query({})
    expect(items).toHaveLength(1)
    expect(items[0]).toMatchObject({
      title: 'On analytical engines',
      category: { name: 'Essays' },
      tags: [{ name: 'history' }],
      commentCount: 2,
      likeCount: 1,
      likedByViewer: true,
    })
    expect((await ada.client.feed.list.query({})).items).toEqual([])
  })
})
