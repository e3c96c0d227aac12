import { once } from 'node:events'
import { createServer } from 'node:http'
import { openStore } from '@trellis/db'
import { createTestDatabase } from '@trellis/db/testing'
import { observability } from '@trellis/host'
import { pino } from 'pino'
import { afterAll, describe, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { asService, clientOf, SERVICE_KEY } from '../../test/servers.ts'
import { createApp } from '../app.ts'
import { readEnv } from '../env.ts'

const METRICS_KEY = 'a key of the metrics that is long enough'.replaceAll(' ', '-')

/** What of OTLP's `ExportTraceServiceRequest` the tests look at. */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(z.object({ key: z.string(), value: z.looseObject({}) })) }),
      scopeSpans: z.array(
        z.object({
          spans: z.array(
            z.object({
              traceId: z.string().regex(/^[0-9a-f]{32}$/),
              spanId: z.string().regex(/^[0-9a-f]{16}$/),
              parentSpanId: z.string().optional(),
              traceState: z.string().optional(),
              name: z.string(),
              startTimeUnixNano: z.string(),
              endTimeUnixNano: z.string(),
              attributes: z.array(
                z.object({ key: z.string(), value: z.looseObject({ stringValue: z.string().optional() }) }),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
})
type Span = z.infer<typeof exported>['resourceSpans'][0]['scopeSpans'][0]['spans'][0]

const spans: Span[] = []
const collector = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString()
  if (request.url === '/v1/traces') {
    for (const { scopeSpans } of exported.parse(JSON.parse(body)).resourceSpans)
      spans.push(...scopeSpans.flatMap((one) => one.spans))
  }
  response.setHeader('content-type', 'application/json').end('{}')
})
await new Promise<void>((listening) => collector.listen(0, '127.0.0.1', listening))
const address = collector.address()
const endpoint = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint

const lines: Record<string, unknown>[] = []
const log = pino({ level: 'info' }, { write: (line) => lines.push(JSON.parse(line)) })
const database = await createTestDatabase(inject('templates'), inject('dialect'))
const variables = {
  NODE_ENV: 'test',
  DATABASE_URL: database.url,
  AUTH_SECRET: 'a secret of the tests, long enough to be one',
  SERVICE_KEYS: `tests:${SERVICE_KEY}`,
}
const env = readEnv({ ...variables, METRICS_KEY, SLOW_MS: '0.000001', OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })
const watch = await observability('trellis', env, log)
const store = openStore({ url: database.url, observer: watch?.observer })
const app = await createApp(store, env, log, watch)
const url = await app.listen({ port: 0, host: '127.0.0.1' })
afterAll(async () => {
  await app.close()
  await store.close()
  await database.remove()
  collector.close()
  collector.closeAllConnections()
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT
})

const metrics = (key: string) => fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${key}` } })

describe('without settings', () => {
  test('nobody watches', async () => {
    const bare = readEnv({ NODE_ENV: 'test', AUTH_SECRET: 'x'.repeat(32) })
    expect(await observability('trellis', bare, log)).toBeUndefined()
  })
})

describe('/metrics', () => {
  test('counts calls and refusals by procedure and reason, statements, transactions and commits', async () => {
    const service = clientOf(url, asService)
    await service.tags.create.mutate({ name: 'counted' })
    await expect(service.tags.create.mutate({ name: 'counted' })).rejects.toThrow()
    // A table with foreign keys: its statements are explained when they fail, and observed.
    const { id: authorId } = await service.users.create.mutate({ username: 'author', email: 'author@example.com' })
    await service.posts.create.mutate({ title: 'Title', content: 'Content', authorId })
    await fetch(`${url}/api/tags`)
    const text = await (await metrics(METRICS_KEY)).text()
    expect(text).toContain('trellis_calls_total{procedure="tags.create",outcome="ok"} 1')
    expect(text).toContain('trellis_calls_total{procedure="tags.create",outcome="TAG_EXISTS"} 1')
    expect(text).toContain('trellis_calls_total{procedure="tags.list",outcome="ok"} 1')
    expect(text).toMatch(/^trellis_call_seconds_count\{procedure="tags.create"\} 2$/m)
    expect(text).toMatch(/^trellis_statement_seconds_count [1-9]\d*$/m)
    expect(text).toMatch(/^trellis_transaction_seconds_count 4$/m)
    expect(text).toMatch(/^trellis_commit_transactions_count [1-9]$/m)
    expect(text).toMatch(/^trellis_writes_waiting /m)
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m)
  })

  test('refuses who has no key', async () => {
    expect((await metrics('another key'.replace(' ', '-'))).status).toBe(401)
    expect((await fetch(`${url}/metrics`)).status).toBe(401)
  })

  test('may have a port of its own, without a key', async () => {
    const own = readEnv({ ...variables, METRICS_PORT: '0' })
    const second = await observability('trellis', own, log)
    const other = await createApp(store, own, log, second)
    const main = await other.listen({ port: 0, host: '127.0.0.1' })
    expect(await (await fetch(`${main}/metrics`)).text()).not.toContain('trellis_calls_total')
    const { address } = lines.findLast(({ msg }) => msg === 'metrics') ?? {}
    expect(await (await fetch(`${address}/metrics`)).text()).toContain('trellis_calls_total')
    await other.close()
  })
})

describe('the log', () => {
  test('names the request, the caller and the procedure, over tRPC and REST', async () => {
    const headers = { ...asService, 'x-request-id': 'given-by.the:caller' }
    const response = await fetch(`${url}/api/posts?limit=1`, { headers })
    expect(response.headers.get('x-request-id')).toBe('given-by.the:caller')
    await expect
      .poll(() => lines)
      .toContainEqual(
        expect.objectContaining({ msg: 'request', reqId: 'given-by.the:caller', procedure: 'posts.list' }),
      )
    await clientOf(url, asService).viewer.current.query()
    await expect
      .poll(() => lines)
      .toContainEqual(expect.objectContaining({ msg: 'request', procedure: 'viewer.current', caller: 'service:tests' }))
  })

  test('an id that is not fit for a log line is replaced', async () => {
    const response = await fetch(`${url}/health/live`, { headers: { 'x-request-id': 'two words' } })
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('has calls and statements that take longer than SLOW_MS, without values', async () => {
    await clientOf(url, asService).tags.create.mutate({ name: 'a secret value' })
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'slow call', procedure: 'tags.create' }))
    const statements = lines.filter(({ msg }) => msg === 'slow statement')
    expect(statements.map(({ statement }) => statement)).toContainEqual(expect.stringMatching(/insert into "tags"/i))
    expect(JSON.stringify(statements)).not.toContain('a secret value')
    expect(lines.filter(({ msg }) => msg === 'request failed')).toEqual([])
  })
})

describe('traces', () => {
  test('are of as many requests in a second as the setting says', async () => {
    for (const perSecond of [0, 1]) {
      const rate = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, TRACES_PER_SECOND: String(perSecond) }
      const own = readEnv({ ...variables, ...rate })
      const other = await createApp(store, own, log, await observability('trellis', own, log))
      await other.inject({ url: '/trpc/viewer.current', headers: { 'x-request-id': `rate-${perSecond}` } })
      await other.close()
    }
    const values = spans.flatMap(({ attributes }) => attributes.map(({ value }) => value.stringValue))
    expect(values).toContain('rate-1')
    expect(values).not.toContain('rate-0')
  })

  test('a collector gets a span for the request, the call, the transaction and each statement, one inside the other', async () => {
    const traceId = 'a'.repeat(32)
    const response = await fetch(`${url}/trpc/tags.create`, {
      method: 'POST',
      headers: {
        ...asService,
        'content-type': 'application/json',
        traceparent: `00-${traceId}-${'b'.repeat(16)}-01`,
        tracestate: 'sender=value',
      },
      body: JSON.stringify({ name: 'a traced value' }),
    })
    expect(response.status).toBe(200)
    const inTrace = () => spans.filter((span) => span.traceId === traceId)
    await expect.poll(() => inTrace().some(({ name }) => name.startsWith('POST'))).toBe(true)
    const chain: string[] = []
    const statement = inTrace().find((span) => span.name === 'insert')
    for (let span = statement; span; span = inTrace().find(({ spanId }) => spanId === span?.parentSpanId)) {
      chain.push(span.name)
    }
    expect(chain).toEqual(['insert', 'transaction', 'tags.create', 'POST /trpc/:path'])
    expect(statement?.traceState).toBe('sender=value')
    const text = statement?.attributes.find(({ key }) => key === 'db.query.text')
    expect(text?.value.stringValue).toMatch(/insert into "tags"/i)
    expect(JSON.stringify(inTrace())).not.toContain('a traced value')
  })

  test('a collector that cannot be reached is in the log, and the server ends without it', async () => {
    // Nothing listens there: the port is of a server that has ended.
    const gone = createServer().listen(0, '127.0.0.1')
    await once(gone, 'listening')
    const taken = gone.address()
    gone.close()
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${typeof taken === 'object' && taken?.port}`
    const own = readEnv({ ...variables, OTEL_EXPORTER_OTLP_ENDPOINT: process.env.OTEL_EXPORTER_OTLP_ENDPOINT })
    const other = await createApp(store, own, log, await observability('trellis', own, log))
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = endpoint
    await other.inject('/trpc/viewer.current')
    await other.close()
    expect(lines).toContainEqual(expect.objectContaining({ msg: 'the last traces were not sent' }))
  })
})
