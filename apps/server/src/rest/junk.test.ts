import { request } from 'node:http'
import { restRoutes } from '@trellis/api'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asService, setupServer } from '../../test/servers.ts'

const server = await setupServer()
const { hostname, port } = new URL(server.url)

/** Requests tried with each route, on each engine. */
const REQUESTS = 60

interface Junk {
  readonly path: string
  readonly query: string
  readonly body: string | undefined
  readonly headers: Record<string, string>
}

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    ...['', '0', '-1', '1', '1.5', '1e9', '9007199254740993', '99999999999999999999', 'NaN', 'null', 'true', 'x'],
    ...['%00', '%E0%A4%A', '%', '%2F', '%2e%2e', '..;', '+', '%F0%9F%98%80', '__proto__', 'constructor', '{id}', ':id'],
    'x'.repeat(6_000),
  ),
)
const values = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1, 2 ** 53, '', ' ', '\0', '\ud800', 'x'.repeat(1_000), [], {}),
  fc.array(fc.constantFrom<unknown>({ id: 1 }, { name: 'n' }, 1, null), { maxLength: 3 }),
  fc.constantFrom<unknown>({ connect: { id: 1 } }, { connect: [{ id: 99_999 }] }, { limit: -1 }, { all: 'x' }),
)

/** Requests whose parts are nearly right: parameters of the route with values that do not fit. */
function junkFor(names: readonly string[]): fc.Arbitrary<Junk> {
  const name = fc.constantFrom(...names, 'limit', 'cursor', 'nope', '__proto__', 'constructor', 'a.b', '', '%', '.')
  return fc.record({
    path: texts,
    query: fc
      .array(fc.tuple(name, texts), { maxLength: 3 })
      .map((parameters) => parameters.map(([key, value]) => `${key}=${value}`).join('&')),
    body: fc.oneof(
      { weight: 4, arbitrary: fc.dictionary(name, values, { maxKeys: 4 }).map((body) => JSON.stringify(body)) },
      { weight: 1, arbitrary: fc.constantFrom('', '{', '[]', '1', 'null', '"x"', '\ufeff{}', '{"__proto__":{}}') },
      { weight: 1, arbitrary: fc.constant('['.repeat(100_000)) },
      { weight: 1, arbitrary: fc.constant(undefined) },
    ),
    headers: fc.oneof(
      { weight: 5, arbitrary: fc.constant({ 'content-type': 'application/json' }) },
      {
        weight: 2,
        arbitrary: fc.constantFrom<Record<string, string>>(
          {},
          { 'content-type': 'text/plain' },
          { 'content-type': 'multipart/form-data; boundary=x' },
          { 'content-type': 'application/json', 'if-match': '"x"', 'if-none-match': 'W/"' },
          { 'content-type': 'application/json', 'idempotency-key': '' },
          { 'content-type': 'application/json', 'idempotency-key': 'x'.repeat(2_000) },
          { 'content-type': '/', accept: ';;;', authorization: 'Bearer' },
        ),
      },
    ),
  })
}

/** Sends a request unchanged: `fetch` would normalise some. */
function raw(method: string, path: string, headers: Record<string, string>, body: string | undefined) {
  return new Promise<{ status: number; type: string | undefined; body: string }>((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers: { ...asService, ...headers } })
    sent.on('error', reject)
    sent.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => {
        const { statusCode = 0, headers } = response
        resolve({ status: statusCode, type: headers['content-type'], body: Buffer.concat(parts).toString() })
      })
    })
    if (body !== undefined) sent.setHeader('content-length', Buffer.byteLength(body))
    sent.end(body)
  })
}

describe('whatever is sent, the answer is not a server error, and an error is a problem', () => {
  test.each(restRoutes.map((route) => ({ route, title: `${route.method} ${route.path}` })))(
    '$title',
    async ({ route }) => {
      const junk = fc.sample(junkFor([...route.fields.keys()]), { seed: 29, numRuns: REQUESTS })
      const answers = await Promise.all(
        junk.map(async ({ path, query, body, headers }, index) => {
          // Every other request reaches the procedure's own checks, by an id that may be there.
          const value = index % 2 ? path : '1'
          const url = `/api${route.path.replaceAll(/\{\w+\}/g, value)}${query && `?${query}`}`
          const answer = await raw(route.method, url, headers, route.method === 'GET' ? undefined : body)
          return { url, body: body?.slice(0, 100), headers, answer }
        }),
      )
      const wrong = answers.filter(
        ({ answer }) => answer.status >= 500 || (answer.status >= 400 && answer.type !== 'application/problem+json'),
      )
      expect(wrong).toEqual([])
    },
  )
})
