import Fastify from 'fastify'
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { healthRoutes } from './health.ts'

test('a database that does not answer is 503 after the deadline, and the process is live', async () => {
  const app = Fastify()
  const store = { check: () => new Promise<void>(() => {}) }
  healthRoutes(app, store, pino({ level: 'silent' }), new AbortController().signal, 10)
  const ready = await app.inject('/health/ready')
  expect([ready.statusCode, ready.json()]).toEqual([
    503,
    { status: 'database unavailable', reason: 'the database does not answer' },
  ])
  expect((await app.inject('/health/live')).json()).toEqual({ status: 'ok' })
})
