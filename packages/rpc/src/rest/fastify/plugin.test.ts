import Fastify from 'fastify'
import { beforeEach, describe, expect, test } from 'vitest'
import { createLibrary, type LibraryContext } from '../../../test/library.ts'
import { routesOf } from '../index.ts'
import { restPlugin } from './index.ts'

async function serveLibrary() {
  const router = createLibrary()
  const errors: unknown[] = []
  const app = Fastify({ bodyLimit: 1_000 })
  await app.register(restPlugin, {
    prefix: '/api',
    router,
    routes: routesOf(router),
    createContext: ({ headers }): LibraryContext => {
      if (headers['x-reader'] === 'banned') throw new Error('The context cannot be made')
      return { reader: headers['x-reader']?.toString() }
    },
    onError: ({ error, path }) => errors.push([path, error.code]),
  })
  return { app, errors }
}

let { app, errors } = await serveLibrary()
beforeEach(async () => {
  ;({ app, errors } = await serveLibrary())
  for (const title of ['One', 'Two', 'Three']) await post('/api/books', { title, authorId: 7 })
})

const get = (url: string, headers = {}) => app.inject({ url, headers })
const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload })
const asked = async (query: string) => (await get(`/api/books?${query}`)).json().asked

describe('a call', () => {
  test('returns the output unchanged', async () => {
    const answer = await get('/api/books/2')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json')
    expect(answer.json()).toEqual({ id: 2, title: 'Two', authorId: 7, subjects: [] })
    expect((await get('/api/books/2/')).json()).toEqual(answer.json())
    expect((await get('/api/reader')).json()).toBeNull()
    expect((await get('/api/reader', { 'x-reader': 'Ada' })).json()).toBe('Ada')
  })

  test('that creates a row is 201 with its location', async () => {
    const created = await post('/api/authors/9/books/', { title: 'Four' })
    expect([created.statusCode, created.headers.location]).toEqual([201, '/api/books/4'])
    expect((await get(created.headers.location ?? '')).json()).toMatchObject({ title: 'Four', authorId: 9 })
  })

  test('without a result is 204', async () => {
    const deleted = await app.inject({ method: 'DELETE', url: '/api/books/1', headers: { 'x-reader': 'Ada' } })
    expect([deleted.statusCode, deleted.body]).toEqual([204, ''])
    expect((await get('/api/books/1')).statusCode).toBe(404)
  })

  test('with a body takes a field from the path, or the same value from both', async () => {
    const patch = (payload: object) => app.inject({ method: 'PATCH', url: '/api/books/1', payload })
    expect((await patch({ title: 'New' })).json()).toMatchObject({ id: 1, title: 'New' })
    expect((await patch({ id: 1, title: 'Newer' })).json()).toMatchObject({ id: 1, title: 'Newer' })
    expect((await patch({ id: 2, title: 'No' })).json()).toMatchObject({
      status: 400,
      fields: { id: expect.any(String) },
    })
  })

  test('that deletes takes its options from the query or the body', async () => {
    const headers = { 'x-reader': 'Ada' }
    const inQuery = await app.inject({ method: 'DELETE', url: '/api/books/1?loans=restrict', headers })
    const inBody = await app.inject({ method: 'DELETE', url: '/api/books/1', headers, payload: { loans: 'restrict' } })
    expect([inQuery.json().reason, inBody.json().reason]).toEqual(['LENT', 'LENT'])
    const moved = await app.inject({ method: 'DELETE', url: '/api/books/1?loans.moveTo=2', headers })
    expect(moved.statusCode).toBe(204)
  })

  test('of a page links the next one, with the same filters', async () => {
    const first = await get('/api/books?authorId=7&limit=1')
    expect(first.headers.link).toBe('</api/books?authorId=7&limit=1&cursor=1>; rel="next"')
    const second = await get('/api/books?authorId=7&cursor=1&limit=1')
    expect(second.headers.link).toBe('</api/books?authorId=7&limit=1&cursor=2>; rel="next"')
    expect((await get('/api/books?cursor=2')).headers.link).toBeUndefined()
  })
})

describe('values of the query are converted to the types of the schema', () => {
  test.each<[string, object]>([
    ['limit=5&authorId=7', { limit: 5, authorId: 7 }],
    ['lent=true', { lent: true }],
    ['lent=false', { lent: false }],
    ['subjects.all=a&subjects.all=b', { subjects: { all: ['a', 'b'] } }],
    ['subjects.all=1', { subjects: { all: ['1'] } }],
    ['subjects.any=1&subjects.any=2', { subjects: { any: [1, 2] } }],
    ['sort=title', { sort: 'title' }],
    ['sort.by=3', { sort: { by: 3 } }],
    ['cursor=1+1%20%2B&', { cursor: '1 1 +' }],
  ])('%s', async (query, input) => {
    expect(await asked(query)).toMatchObject(input)
  })
})

describe('an invalid request is refused, with the field', () => {
  test.each<[string, string]>([
    ['/api/books/x', 'id'],
    ['/api/books/1e0', 'id'],
    ['/api/books/0', 'id'],
    ['/api/books/1.5', 'id'],
    ['/api/books/%00', 'id'],
    ['/api/authors/x/books', 'writerId'],
    ['/api/authors/1/books?authorId=1', 'authorId'],
    ['/api/books?limit=0', 'limit'],
    ['/api/books?limit=', 'limit'],
    ['/api/books?limit=1&limit=2', 'limit'],
    ['/api/books?lent=yes', 'lent'],
    ['/api/books?sort=title&sort.by=1', 'sort.by'],
    ['/api/books?sort.by=1&sort=title', 'sort'],
    ['/api/books?subjects=1', 'subjects'],
    ['/api/books?subjects.all=1&subjects.all=2&subjects.all=3&subjects.all=4', 'subjects.all'],
    ['/api/books?subjects.none=1', 'subjects.none'],
    ['/api/books?nope=1', 'nope'],
    ['/api/books?__proto__=1', '__proto__'],
    ['/api/books?constructor.prototype=1', 'constructor.prototype'],
    ['/api/books?limit=%E0%A4%A', 'query'],
    ['/api/reader?x=1', 'x'],
  ])('%s names %s', async (url, field) => {
    const answer = await get(url)
    expect(answer.statusCode).toBe(400)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    const { fields, detail, ...rest } = answer.json()
    expect(rest).toEqual({ type: 'about:blank', title: 'Bad Request', status: 400, reason: 'INVALID_INPUT' })
    expect(Object.keys(fields)).toEqual([field])
    expect(detail).toContain(field)
  })

  test.each<[string, number, object]>([
    ['no JSON', 400, { headers: { 'content-type': 'application/json' }, payload: '{"title":' }],
    ['an array', 400, { headers: { 'content-type': 'application/json' }, payload: '[1]' }],
    ['a number', 400, { headers: { 'content-type': 'application/json' }, payload: '1' }],
    ['nothing', 400, {}],
    ['nothing that is said to be JSON', 400, { headers: { 'content-type': 'application/json' } }],
    ['a prototype', 400, { headers: { 'content-type': 'application/json' }, payload: '{"__proto__": {"title": "x"}}' }],
    ['a form', 415, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'title=x' }],
    ['text', 415, { headers: { 'content-type': 'text/plain' }, payload: '{}' }],
    ['no type', 415, { payload: '{}' }],
    ['too much', 413, { headers: { 'content-type': 'application/json' }, payload: `"${'x'.repeat(1_000)}"` }],
  ])('a body of %s is %i', async (_, status, request) => {
    const answer = await app.inject({ method: 'POST', url: '/api/books', ...request })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({ status })
  })
})

describe('an error', () => {
  test('is a problem with its reason and the properties that the router adds', async () => {
    expect((await get('/api/books/99')).json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'Refused: BOOK_NOT_FOUND',
      reason: 'BOOK_NOT_FOUND',
      fields: null,
    })
    const headers = { 'x-reader': 'Ada' }
    const lent = await app.inject({ method: 'DELETE', url: '/api/books/1?loans=restrict', headers })
    expect(lent.json()).toMatchObject({ status: 409, reason: 'LENT', borrower: 'Ada' })
    expect(errors).toEqual([
      ['books.byId', 'NOT_FOUND'],
      ['books.delete', 'CONFLICT'],
    ])
  })

  test('without credentials names the scheme', async () => {
    const answer = await app.inject({ method: 'DELETE', url: '/api/books/1' })
    expect([answer.statusCode, answer.headers['www-authenticate']]).toEqual([401, 'Bearer'])
  })

  test('of the context is the response', async () => {
    expect((await get('/api/books/1', { 'x-reader': 'banned' })).statusCode).toBe(500)
    expect((await get('/api/broken')).statusCode).toBe(500)
    expect(errors).toEqual([
      ['books.byId', 'INTERNAL_SERVER_ERROR'],
      ['broken', 'INTERNAL_SERVER_ERROR'],
    ])
  })
})

describe('a response of GET', () => {
  test('has an entity tag, and is 304 for a caller that has it', async () => {
    const read = await get('/api/books/1')
    const etag = String(read.headers.etag)
    expect(read.headers['cache-control']).toBe('private, no-cache')
    const again = await get('/api/books/1', { 'if-none-match': `W/${etag}` })
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, '', etag])
    expect((await app.inject({ method: 'HEAD', url: '/api/books/1' })).headers.etag).toBe(etag)
    await app.inject({ method: 'PATCH', url: '/api/books/1', payload: { title: 'Another' } })
    expect((await get('/api/books/1', { 'if-none-match': etag })).statusCode).toBe(200)
  })
})

describe('a URL', () => {
  test('has the methods of its routes and no others', async () => {
    const options = await app.inject({ method: 'OPTIONS', url: '/api/books/1' })
    expect([options.statusCode, options.headers.allow]).toEqual([204, 'GET, HEAD, PATCH, DELETE, OPTIONS'])
    const put = await app.inject({ method: 'PUT', url: '/api/books/1/', payload: {} })
    expect([put.statusCode, put.headers.allow, put.json().status]).toEqual([
      405,
      'GET, HEAD, PATCH, DELETE, OPTIONS',
      405,
    ])
    const patch = await app.inject({ method: 'PATCH', url: '/api/books/recent', payload: {} })
    expect([patch.statusCode, patch.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  test('answers HEAD like GET, without a body', async () => {
    const [head, read] = await Promise.all([app.inject({ method: 'HEAD', url: '/api/books/1' }), get('/api/books/1')])
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([
      200,
      '',
      read.headers['content-length'],
    ])
  })

  test('that no route has is a 404', async () => {
    for (const method of ['GET', 'POST', 'DELETE'] as const) {
      const answer = await app.inject({ method, url: '/api/nothing/at/all?x=1' })
      expect(answer.json()).toMatchObject({ status: 404, detail: 'There is nothing at /api/nothing/at/all' })
    }
  })
})
