import type { ObserveCall } from '@trellis/fastify-trpc'
import type { IdentityStore as Store } from '@trellis/identity'
import type { StoreObserver } from '@trellis/store'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { Env } from '../env.ts'
import { addGauges } from './gauges.ts'
import { observe } from './observer.ts'
import { slowLog } from './slow-log.ts'

/** Metrics, traces and the slow log: the observer of calls and statements, and the routes and hooks of the host. */
export interface Observability {
  observer: StoreObserver & { call: ObserveCall }
  /** Adds `/metrics` and the spans of requests. */
  attach(app: FastifyInstance, store: Store): Promise<void>
}

/** Metrics, traces and the log of slow calls, as far as the environment asks for them; `undefined` if it does not. */
export async function observability(name: string, env: Env, log: Logger): Promise<Observability | undefined> {
  const withMetrics = env.METRICS_KEY !== undefined || env.METRICS_PORT !== undefined
  // Loaded only if asked for: without them the server starts faster.
  const metrics = withMetrics ? (await import('./metrics.ts')).createMetrics(name) : undefined
  const tracing = env.OTEL_EXPORTER_OTLP_ENDPOINT
    ? await (await import('./tracing.ts')).startTracing(name, env.OTEL_SERVICE_NAME, env.TRACES_PER_SECOND, log)
    : undefined
  const slow = env.SLOW_MS === undefined ? undefined : slowLog(log, env.SLOW_MS)
  const observers = [metrics?.observer, tracing?.observer, slow].filter((one) => one !== undefined)
  if (observers.length === 0) return undefined
  return {
    observer: observe(observers, tracing),
    attach: async (app, store) => {
      tracing?.traceRequests(app)
      if (!metrics) return
      addGauges(name, metrics.registry, store, env.BACKUP_DIR)
      const { metricsRoute } = await import('./metrics-route.ts')
      await metricsRoute(app, metrics.registry, env, log)
    },
  }
}
