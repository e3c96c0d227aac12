import { createCaller, createContext, restRoutes } from '@trellis/api'
import { authorization } from '@trellis/api/authorization'
import { describe, expect, test } from 'vitest'
import { restClient } from '../../test/rest-client.ts'
import { asService, setupServer } from '../../test/servers.ts'

const server = await setupServer()
const send = restClient(server)
const webhooks = { encrypt: () => 'encrypted', permits: () => true }
const service = createCaller(
  createContext(server.store, async () => ({ kind: 'service', name: 'tests' }), { webhooks }),
)

/** The routes of the contract, and the procedure that answers each. */
const contract: [procedure: string, ...routes: string[]][] = [
  ['users.create', 'POST /users'],
  ['users.list', 'GET /users', 'GET /users/efficient'],
  ['users.byId', 'GET /users/{id}'],
  ['users.update', 'PATCH /users/{id}'],
  ['users.delete', 'DELETE /users/{id}'],
  ['profiles.create', 'POST /users/{userId}/profile'],
  ['profiles.byUser', 'GET /users/{userId}/profile'],
  ['profiles.update', 'PATCH /users/{userId}/profile'],
  ['profiles.delete', 'DELETE /users/{userId}/profile'],
  ['posts.create', 'POST /users/{userId}/posts', 'POST /posts'],
  ['posts.list', 'GET /users/{userId}/posts', 'GET /posts'],
  ['posts.byId', 'GET /posts/{id}'],
  ['posts.update', 'PATCH /posts/{id}'],
  ['posts.delete', 'DELETE /posts/{id}'],
  ['posts.addTag', 'POST /posts/{postId}/tags/{tagId}', 'PUT /posts/{postId}/tags/{tagId}'],
  ['posts.removeTag', 'DELETE /posts/{postId}/tags/{tagId}'],
  ['tags.create', 'POST /tags'],
  ['tags.list', 'GET /tags'],
  ['tags.posts', 'GET /tags/{name}/posts'],
  ['categories.create', 'POST /categories'],
  ['categories.list', 'GET /categories'],
  ['categories.posts', 'GET /categories/{id}/posts'],
  ['comments.list', 'GET /posts/{postId}/comments'],
  ['comments.create', 'POST /posts/{postId}/comments'],
  ['comments.replies', 'GET /comments/{commentId}/replies'],
  ['comments.update', 'PATCH /comments/{id}'],
  ['comments.delete', 'DELETE /comments/{id}'],
  ['likes.like', 'PUT /posts/{postId}/like'],
  ['likes.unlike', 'DELETE /posts/{postId}/like'],
  ['likes.users', 'GET /posts/{postId}/likes'],
  ['follows.follow', 'PUT /users/{userId}/follow'],
  ['follows.unfollow', 'DELETE /users/{userId}/follow'],
  ['follows.followers', 'GET /users/{userId}/followers'],
  ['follows.following', 'GET /users/{userId}/following'],
  ['feed.list', 'GET /feed'],
  ['employees.create', 'POST /employees'],
  ['employees.list', 'GET /employees'],
  ['employees.byId', 'GET /employees/{id}'],
  ['employees.update', 'PATCH /employees/{id}'],
  ['employees.delete', 'DELETE /employees/{id}'],
  ['employees.ancestors', 'GET /employees/{id}/ancestors'],
  ['employees.subtree', 'GET /employees/{id}/subtree'],
  ['employees.move', 'PUT /employees/{id}/manager'],
  ['search.posts', 'GET /search'],
  ['stats.blog', 'GET /blog-stats'],
  ['viewer.current', 'GET /viewer'],
]

describe('the routes', () => {
  test('are those of the contract, and more', () => {
    const declared = new Map(restRoutes.map((route) => [`${route.method} ${route.path}`, route.procedurePath]))
    for (const [procedure, ...routes] of contract) {
      for (const route of routes) expect([route, declared.get(route)]).toEqual([route, procedure])
    }
  })

  test.each(restRoutes.map((route) => ({ route, title: `${route.method} ${route.path}` })))(
    '$title answers what $route.procedurePath does, with and without a final slash',
    async ({ route: { method, path, parameters, procedurePath } }) => {
      const row = authorization.find(({ procedure }) => procedure === procedurePath)
      for (const slash of ['', '/']) {
        const name = `rest${Math.random().toString(36).slice(2)}`
        const self = await service.users.create({ username: name, email: `${name}@example.com` })
        const rest = new Map(
          Object.entries((await row?.input({ service, store: server.store, self, caller: self })) ?? {}),
        )
        const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
          const field = parameters.find((parameter) => parameter.name === name)?.field ?? name
          const value = rest.get(field) ?? self.id
          rest.delete(field)
          return encodeURIComponent(String(value))
        })
        const reads = method === 'GET' || method === 'DELETE'
        const query = new URLSearchParams(
          reads ? [...rest].flatMap(([key, value]) => [value].flat().map((one) => [key, String(one)])) : [],
        )
        const sent = `${url}${slash}${query.size > 0 ? `?${query}` : ''}`
        const answer = await send(method, sent, reads ? undefined : Object.fromEntries(rest))
        expect([sent, answer.status, answer.body]).toEqual([
          sent,
          expect.toSatisfy((status: number) => [200, 201, 204].includes(status)),
          answer.body,
        ])
        if (method === 'GET') expect((await send('HEAD', sent)).status).toBe(200)
      }
    },
  )
})

describe('a resource that was created', () => {
  test.each<[string, object]>([
    ['/users', { username: 'created', email: 'created@example.com' }],
    ['/employees', { name: 'Created' }],
    ['/tags', { name: 'Created' }],
    ['/categories', { name: 'Created' }],
  ])('in %s is where the answer says', async (path, body) => {
    const created = await send('POST', path, body)
    expect(created.status).toBe(201)
    const read = await fetch(new URL(created.headers.get('location') ?? '', server.url), { headers: asService })
    expect(await read.json()).toMatchObject(body)
  })
})

describe('a page', () => {
  test('links the next one until the end, with its filters', async () => {
    const author = await service.users.create({ username: 'pages', email: 'pages@example.com' })
    for (let i = 1; i <= 5; i++) await service.posts.create({ title: `${i}`, content: 'x', authorId: author.id })
    const titles: string[] = []
    let next: string | undefined = `/api/posts?authorId=${author.id}&limit=2`
    while (next) {
      const response: Response = await fetch(server.url + next)
      const { items }: { items: { title: string }[] } = JSON.parse(await response.text())
      titles.push(...items.map(({ title }) => title))
      next = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1]
    }
    expect(titles).toEqual(['5', '4', '3', '2', '1'])
  })

  test('of posts takes nested filters', async () => {
    const author = await service.users.create({ username: 'filters', email: 'filters@example.com' })
    const tagged = (title: string, ...names: string[]) =>
      service.posts.create({
        title,
        content: 'x',
        authorId: author.id,
        tags: { connectOrCreate: names.map((name) => ({ name })) },
      })
    await tagged('both', 'one', 'two')
    await tagged('one', 'one')
    const read = async (query: string) => (await send('GET', `/posts?authorId=${author.id}&${query}`)).body
    expect(await read('tags.all=one&tags.all=two')).toMatchObject({ items: [{ title: 'both' }] })
    expect(await read('tags.all=one&tags.none=two')).toMatchObject({ items: [{ title: 'one' }] })
    expect(await read('tags.any=two')).toMatchObject({ items: [{ title: 'both' }] })
  })
})
