import { describe, expect, test } from 'vitest'
import { restClient } from '../../test/rest-client.ts'
import { asService, setupServer } from '../../test/servers.ts'

const server = await setupServer()
const send = restClient(server)
const { service } = server

const ada = await server.signUp('ada')
const eve = await server.signUp('eve')
const post = await service.posts.create.mutate({ title: 'T', content: 'C', authorId: ada.id })
const comment = await service.comments.create.mutate({ postId: post.id, body: 'B', authorId: ada.id })
await service.profiles.create.mutate({ userId: ada.id, fullName: 'Ada' })
const employee = await service.employees.create.mutate({ name: 'Grace' })

const updates: [path: string, body: object, method?: string][] = [
  [`/posts/${post.id}`, { title: 'New' }],
  [`/comments/${comment.id}`, { body: 'New' }],
  [`/users/${ada.id}/profile`, { bio: 'New' }],
  [`/users/${ada.id}`, { email: 'new@example.com' }],
  [`/employees/${employee.id}`, { title: 'New' }],
  [`/employees/${employee.id}/manager`, { managerId: null }, 'PUT'],
]

describe.each(updates)('an update of %s', (path, body, method = 'PATCH') => {
  const row = path.replace('/manager', '')
  const read = async () => {
    const { body, headers } = await send('GET', row)
    return { version: Number(Object(body).version), etag: String(headers.get('etag')) }
  }

  test('counts versions', async () => {
    const before = await read()
    expect((await send(method, path, body)).body).toMatchObject({ version: before.version + 1 })
    expect(await read()).toMatchObject({ version: before.version + 1 })
  })

  test('with `if-match` succeeds on the version that was read, and is 412 with the row on another', async () => {
    const { etag, version } = await read()
    const headers = asService
    const first = await send(method, path, body, { ...headers, 'if-match': etag })
    expect([first.status, first.body]).toEqual([200, expect.objectContaining({ version: version + 1 })])
    for (const tag of [etag, `"${version}"`, '"nonsense"', '"99999999999"']) {
      const second = await send(method, path, body, { ...headers, 'if-match': tag })
      expect(second.body).toMatchObject({ status: 412, reason: 'STALE', current: { version: version + 1 } })
    }
    expect((await send(method, path, body, { ...headers, 'if-match': `"${version + 1}"` })).status).toBe(200)
    expect((await send(method, path, body, { ...headers, 'if-match': '*' })).status).toBe(200)
  })

  test('with a version in its input is CONFLICT when it is outdated', async () => {
    const { version } = await read()
    expect((await send(method, path, { ...body, version })).status).toBe(200)
    const answer = await send(method, path, { ...body, version })
    expect(answer.body).toMatchObject({ status: 409, reason: 'STALE', current: { version: version + 1 } })
    const tooLarge = await send(method, path, { ...body, version: 2 ** 40 })
    expect(tooLarge.body).toMatchObject({ status: 400, fields: { version: expect.any(String) } })
  })
})

describe('through tRPC', () => {
  test('the error carries the row as it is', async () => {
    const refused = service.posts.update.mutate({ id: post.id, title: 'Mine', version: 1 })
    await expect(refused).rejects.toMatchObject({
      data: { code: 'CONFLICT', reason: 'STALE', current: { id: post.id, title: 'New' } },
    })
  })

  test('a caller who may not change a row gets NOT_ALLOWED for any version', async () => {
    await expect(eve.client.posts.update.mutate({ id: post.id, version: 1 })).rejects.toMatchObject({
      data: { reason: 'NOT_ALLOWED' },
    })
    await expect(service.posts.update.mutate({ id: 99_999, version: 1 })).rejects.toMatchObject({
      data: { reason: 'POST_NOT_FOUND' },
    })
  })

  test('likes and comments do not change the version of a post', async () => {
    const { version } = await service.posts.byId.query({ id: post.id })
    await service.likes.like.mutate({ postId: post.id, userId: eve.id })
    await service.comments.create.mutate({ postId: post.id, body: 'B', authorId: eve.id })
    expect((await service.posts.byId.query({ id: post.id })).version).toBe(version)
  })

  test('a change of its tags is a new version of a post; doing what is done already is not', async () => {
    const tag = await service.tags.create.mutate({ name: 'versioned' })
    const [link, version] = [
      { postId: post.id, tagId: tag.id },
      (await service.posts.byId.query({ id: post.id })).version,
    ]
    expect((await service.posts.addTag.mutate(link)).version).toBe(version + 1)
    expect((await service.posts.addTag.mutate(link)).version).toBe(version + 1)
    expect((await service.posts.removeTag.mutate(link)).version).toBe(version + 2)
    expect((await service.posts.removeTag.mutate(link)).version).toBe(version + 2)
    const set = { id: post.id, tags: { set: [{ id: tag.id }] } }
    expect((await service.posts.update.mutate(set)).version).toBe(version + 3)
    await expect(service.posts.addTag.mutate({ postId: post.id, tagId: 99_999 })).rejects.toThrow()
    expect((await service.posts.byId.query({ id: post.id })).version).toBe(version + 3)
  })

  test('of several updates of one version at once, one succeeds', async () => {
    const { version } = await service.posts.byId.query({ id: post.id })
    const titles = Array.from({ length: 5 }, (_, index) => `Race ${index}`)
    const outcomes = await Promise.allSettled(
      titles.map((title) => server.service.posts.update.mutate({ id: post.id, title, version })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
