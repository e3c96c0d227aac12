import { seed } from '@trellis/db'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { differencesOf, headersOf, type Operation, operations, type Request, urlOf } from '../../test/operations.ts'
import { restClient } from '../../test/rest-client.ts'
import { asService, setupServer } from '../../test/servers.ts'

const server = await setupServer()
const send = restClient(server)

/** Requests generated for each operation, on each engine. */
const REQUESTS = 25

type Schema = Readonly<Record<string, unknown>>

/** Values that a schema of the document describes, and mostly accepts. */
function valuesOf(schema: Schema): fc.Arbitrary<unknown> {
  const { type, anyOf, enum: choices, properties = {}, required = [], items, format } = schema
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (Array.isArray(choices)) return fc.constantFrom(...choices)
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(valuesOf))
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valuesOf({ ...schema, type: one })))
  switch (type) {
    case 'integer':
    case 'number':
      return fc.integer({ min: Number(schema.minimum ?? 1), max: Math.min(Number(schema.maximum ?? 40), 40) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valuesOf(Object(items)), { maxLength: 3 })
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(Object(properties)).map(([name, value]) => [name, valuesOf(Object(value))])),
        { requiredKeys: [required].flat().map(String) },
      )
    default:
      if (format === 'date-time') return fc.constant('2020-02-29T12:00:00Z')
      return fc.oneof(
        fc.string({ unit: 'grapheme', minLength: Number(schema.minLength ?? 0), maxLength: 30 }),
        fc.integer({ min: 1, max: 10_000 }).map((number) => `name${number}`),
        fc.integer({ min: 1, max: 10_000 }).map((number) => `name${number}@example.com`),
      )
  }
}

function parameterOf({ in: place, schema }: Operation['parameters'][number]): fc.Arbitrary<unknown> {
  if (place !== 'header') return valuesOf(schema)
  return fc.oneof(
    fc.constantFrom('', '*', '"1"', '"2-x", "3"'),
    fc.string({ unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCodePoint(code)), maxLength: 300 }),
  )
}

function requestsOf({ parameters, requestBody }: Operation): fc.Arbitrary<Request> {
  return fc.record({
    parameters: fc.record(Object.fromEntries(parameters.map((one) => [one.name, parameterOf(one)])), {
      requiredKeys: parameters.filter(({ required }) => required).map(({ name }) => name),
    }),
    body: requestBody ? valuesOf(requestBody.content['application/json'].schema) : fc.constant(undefined),
  })
}

beforeAll(async () => {
  await seed(server.store)
  await server.service.posts.create.mutate({
    ...{ authorId: 1, title: 'Hello, world', content: 'The first import.', externalId: 'blog:hello-world' },
    tags: { connectOrCreate: [{ name: 'history' }] },
  })
  const { id } = await server.service.webhooks.create.mutate({ url: 'https://hook.example/', tables: ['users'] })
  const delivery = { webhookId: id, messageId: 'msg', rowKey: 'users 1', type: 'users.created', payload: '{}' }
  const values = { ...delivery, dueAt: 0, expiresAt: 0, createdAt: '2026-01-01T00:00:00.000Z' }
  await server.store.write(({ db, tables }) => db.insert(tables.webhookDeliveries).values(values))
})

describe('the examples of the document', () => {
  test('are calls that succeed, and answer as described', async () => {
    // Each procedure once: its other routes have the same example.
    const firsts = operations.filter(({ operationId, summary }) => operationId === summary)
    const rank = ({ method }: Operation) => ['POST', 'GET', 'PUT', 'PATCH', 'DELETE'].indexOf(method)
    // A profile must go before another can be created.
    const isProfile = ({ operationId }: Operation) => operationId === 'profiles.create'
    const ordered = [...firsts].sort((one, other) => rank(one) - rank(other))
    for (const operation of [...ordered.filter((one) => !isProfile(one)), ...ordered.filter(isProfile)]) {
      const parameters = Object.fromEntries(operation.parameters.map(({ name, example }) => [name, example]))
      const body = operation.requestBody?.content['application/json'].example
      const answer = await send(operation.method, urlOf(operation, { parameters, body }), body)
      const outcome = [operation.operationId, answer.status, answer.body]
      expect(outcome).toEqual([operation.operationId, expect.toSatisfy((status: number) => status < 300), answer.body])
      expect([operation.operationId, differencesOf(operation, answer)]).toEqual([operation.operationId, undefined])
    }
  })
})

describe('whatever is asked, the response is one that the document describes', () => {
  test.each(operations.map((operation) => ({ operation, title: `${operation.method} ${operation.path}` })))(
    '$title',
    async ({ operation }) => {
      const requests = fc.sample(requestsOf(operation), { seed: 7, numRuns: REQUESTS })
      const wrong = []
      for (const request of requests) {
        const url = urlOf(operation, request)
        const headers = headersOf(operation, request)
        const answer = await send(operation.method, url, request.body, { ...asService, ...headers })
        const differences = answer.status >= 500 ? 'a server error' : differencesOf(operation, answer)
        if (differences)
          wrong.push({ url, headers, body: request.body, status: answer.status, answer: answer.body, differences })
      }
      expect(wrong).toEqual([])
      const [first = { parameters: {}, body: undefined }] = requests
      const refused = await send(operation.method, urlOf(operation, first), first.body, {})
      expect(differencesOf(operation, refused)).toBeUndefined()
    },
  )
})

test('the document is served', async () => {
  const { status, headers, body } = await send('GET', '/openapi.json', undefined, {})
  expect([status, headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), servers: [{ url: '/api' }] })
})
