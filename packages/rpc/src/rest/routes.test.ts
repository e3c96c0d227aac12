import { initTRPC } from '@trpc/server'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createLibrary } from '../../test/library.ts'
import type { Meta } from '../index.ts'
import { routesOf } from './index.ts'

const t = initTRPC.meta<Meta<string>>().create()
const output = z.object({ id: z.number() })
const query = (meta: Meta<string>) =>
  t.procedure
    .meta(meta)
    .input(z.object({ id: z.number() }))
    .output(output)
    .query(({ input }) => input)
const mutation = (meta: Meta<string>) =>
  t.procedure
    .meta(meta)
    .input(z.object({ id: z.number() }))
    .output(output)
    .mutation(({ input }) => input)

describe('the routes of a router', () => {
  test('are those that its procedures declare', () => {
    const routes = routesOf(createLibrary()).map(({ method, path, procedurePath }) => [procedurePath, method, path])
    expect(routes).toEqual([
      ['books.create', 'POST', '/books'],
      ['books.create', 'POST', '/authors/{writerId}/books'],
      ['books.byId', 'GET', '/books/{id}'],
      ['books.list', 'GET', '/books'],
      ['books.list', 'GET', '/books/recent'],
      ['books.list', 'GET', '/authors/{writerId}/books'],
      ['books.rename', 'PATCH', '/books/{id}'],
      ['books.delete', 'DELETE', '/books/{id}'],
      ['reader', 'GET', '/reader'],
      ['broken', 'GET', '/broken'],
    ])
  })

  test.each<[string, ReturnType<typeof t.router>, RegExp]>([
    ['a procedure without a route', t.router({ read: query({}) }), /read has no REST route/],
    [
      'a procedure without an output',
      t.router({ read: t.procedure.meta({ http: 'GET /a' }).query(() => 1) }),
      /output/,
    ],
    ['an unknown path parameter', t.router({ read: query({ http: 'GET /a/{name}' }) }), /read has no input name/],
    ['an unknown field', t.router({ read: query({ http: 'GET /a/{id:name}' }) }), /read has no input name/],
    ['a query that is not GET', t.router({ read: query({ http: 'POST /a' }) }), /read is a query/],
    ['a mutation that is GET', t.router({ write: mutation({ http: 'GET /a' }) }), /write is a mutation/],
    ['an unknown method', t.router({ read: query({ http: 'FETCH /a' }) }), /is not a route/],
    ['a route without a path', t.router({ read: query({ http: 'GET' }) }), /is not a route/],
    ['an odd segment', t.router({ read: query({ http: 'GET /a/{id}x' }) }), /segment/],
    [
      'two procedures on one route',
      t.router({ read: query({ http: 'GET /a/{id}' }), other: query({ http: ['GET /b', 'GET /a/{key:id}'] }) }),
      /read and other have the same route: GET \/a\/\{\}/,
    ],
    [
      'an unknown field of the output',
      t.router({ write: mutation({ http: 'POST /a', created: '/a/{key}' }) }),
      /no key/,
    ],
    [
      'a creation that nothing reads',
      t.router({ write: mutation({ http: 'POST /a', created: '/a/{id}' }) }),
      /no route reads/,
    ],
  ])('cannot have %s', (_, router, message) => {
    expect(() => routesOf(router)).toThrow(message)
  })
})
