import { describe, expect, test } from 'vitest'
import { restClient } from '../../test/rest-client.ts'
import { setupServer } from '../../test/servers.ts'

const server = await setupServer()
const send = restClient(server)

/** The answer of a request that must succeed. */
async function ok(method: string, path: string, body?: unknown) {
  const answer = await send(method, path, body)
  expect([answer.status, answer.body]).toEqual([expect.toSatisfy((status: number) => status < 300), answer.body])
  return answer.body
}

// The tutorial "FastAPI ORM relationships" with the URLs it has there, in its order.
describe('the tutorial, over REST', () => {
  test('one-to-one: a user and a profile', async () => {
    const user = await send('POST', '/users/', { username: 'johndoe', email: 'john@example.com' })
    expect([user.status, user.headers.get('location')]).toEqual([201, '/api/users/1'])
    expect(user.body).toMatchObject({ id: 1, username: 'johndoe', email: 'john@example.com', profile: null })
    const profile = await send('POST', '/users/1/profile/', { fullName: 'John Doe', bio: 'Writes about trees' })
    expect([profile.status, profile.headers.get('location')]).toEqual([201, '/api/users/1/profile'])
    expect(await ok('GET', '/users/1')).toMatchObject({ profile: { userId: 1, fullName: 'John Doe' } })
    const second = await send('POST', '/users/1/profile/', { fullName: 'Johnny' })
    expect(second.body).toMatchObject({ status: 409, reason: 'PROFILE_EXISTS' })
    const nobody = await send('POST', '/users/99/profile/', { fullName: 'Nobody' })
    expect(nobody.body).toMatchObject({ status: 404, reason: 'USER_NOT_FOUND' })
  })

  test('one-to-many: a user and posts', async () => {
    const post = await send('POST', '/users/1/posts/', { title: 'First post', content: 'Hello, trees' })
    expect([post.status, post.headers.get('location')]).toEqual([201, '/api/posts/1'])
    await ok('POST', '/users/1/posts/', { title: 'Second post', content: 'More about FastAPI' })
    expect(await ok('GET', '/users/1/posts/')).toMatchObject({
      items: [{ title: 'Second post' }, { title: 'First post', authorId: 1 }],
      nextCursor: null,
    })
    const orphan = await send('POST', '/users/99/posts/', { title: 'Orphan', content: 'Nobody wrote this' })
    expect(orphan.body).toMatchObject({ status: 404, reason: 'USER_NOT_FOUND' })
  })

  test('many-to-many: posts and tags', async () => {
    expect(await ok('POST', '/tags/', { name: 'python' })).toEqual({ id: 1, name: 'python' })
    await ok('POST', '/tags/', { name: 'databases' })
    await ok('POST', '/posts/1/tags/1')
    expect(await ok('POST', '/posts/1/tags/2')).toMatchObject({ tags: [{ name: 'databases' }, { name: 'python' }] })
    expect(await ok('GET', '/posts/1')).toMatchObject({ id: 1, tags: [{ id: 2 }, { id: 1 }] })
    expect(await ok('GET', '/tags/PYTHON/posts/')).toMatchObject({ items: [{ id: 1 }] })
    expect((await send('POST', '/posts/99/tags/1')).body).toMatchObject({ status: 404, reason: 'POST_NOT_FOUND' })
    expect((await send('POST', '/posts/1/tags/99')).body).toMatchObject({ status: 404, reason: 'TAG_NOT_FOUND' })
    expect((await send('GET', '/tags/cobol/posts/')).body).toMatchObject({ status: 404, reason: 'TAG_NOT_FOUND' })
  })

  test('eager loading', async () => {
    expect(await ok('GET', '/users/efficient/')).toMatchObject({
      items: [{ username: 'johndoe', profile: { fullName: 'John Doe' }, posts: { items: [{ id: 2 }, { id: 1 }] } }],
    })
  })

  test('statistics and search', async () => {
    expect(await ok('GET', '/blog-stats/')).toEqual({
      userCount: 1,
      postCount: 2,
      tagCount: 2,
      mostUsedTag: 'databases',
      mostProlificAuthor: 'johndoe',
    })
    expect(await ok('GET', '/search/?q=FASTAPI')).toMatchObject({ items: [{ post: { title: 'Second post' } }] })
    expect(await ok('GET', '/search/?q=nothing+like+this')).toEqual({ items: [], nextCursor: null })
  })

  test('self-referential: employees', async () => {
    await ok('POST', '/employees', { name: 'Grace', title: 'Director' })
    const alan = await send('POST', '/employees', { name: 'Alan', managerId: 1 })
    expect([alan.status, alan.headers.get('location')]).toEqual([201, '/api/employees/2'])
    expect(await ok('GET', '/employees/1')).toMatchObject({ manager: null, subordinates: [{ name: 'Alan' }] })
    expect(await ok('GET', '/employees/2')).toMatchObject({ manager: { name: 'Grace' } })
    expect((await send('PUT', '/employees/1/manager', { managerId: 2 })).body).toMatchObject({ reason: 'CYCLE' })
  })

  test('cascade: deleting a user deletes the profile and the posts, and keeps the tags', async () => {
    expect(await ok('DELETE', '/users/1')).toEqual({ deleted: { users: 1, posts: 2, comments: 0, likes: 0 } })
    expect((await send('GET', '/posts/1')).body).toMatchObject({ status: 404, reason: 'POST_NOT_FOUND' })
    expect(await ok('GET', '/tags')).toMatchObject({ items: [{ name: 'databases' }, { name: 'python' }] })
  })
})

describe('the exercises of the tutorial, over REST', () => {
  test('comments, likes, categories and a feed, as users who are signed in', async () => {
    const ada = await server.signUp('ada')
    const bob = await server.signUp('bob')
    const as = ({ cookie }: { cookie: string }, method: string, path: string, body?: unknown) =>
      send(method, path, body, { cookie })
    const post = await as(ada, 'POST', '/posts', {
      title: 'On analytical engines',
      content: 'They weave algebraic patterns.',
      category: { connectOrCreate: { name: 'Essays' } },
      tags: { connectOrCreate: [{ name: 'history' }] },
    })
    const path = new URL(post.headers.get('location') ?? '', server.url).pathname.slice('/api'.length)
    const comment = await as(bob, 'POST', `${path}/comments`, { body: 'As looms weave flowers.' })
    expect(comment.status).toBe(201)
    expect((await as(bob, 'PUT', `${path}/like`)).body).toEqual({ likeCount: 1, likedByViewer: true })
    expect((await as(bob, 'PUT', `/users/${ada.id}/follow`)).body).toMatchObject({ followedByViewer: true })
    const feed = await as(bob, 'GET', '/feed')
    expect(feed.body).toMatchObject({
      items: [{ category: { name: 'Essays' }, tags: [{ name: 'history' }], commentCount: 1, likedByViewer: true }],
    })
    expect((await as(bob, 'PATCH', path, { title: 'Mine' })).body).toMatchObject({ status: 403, reason: 'NOT_ALLOWED' })
    expect((await as(bob, 'DELETE', `${path}/like`)).body).toEqual({ likeCount: 0, likedByViewer: false })
    expect((await as(ada, 'DELETE', path)).status).toBe(204)
  })
})
