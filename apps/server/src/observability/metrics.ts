import { describeError } from '@trellis/rpc'
import type { TRPCError } from '@trpc/server'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Observer } from './observer.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Metrics for Prometheus, and the observer that counts them. What is read only when Prometheus asks is in `gauges.ts`. */
export function createMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const calls = new Counter({
    name: 'trellis_calls_total',
    help: 'Calls of procedures, by outcome: ok, or the reason of the refusal',
    labelNames: ['procedure', 'outcome'],
    registers,
  })
  const callSeconds = new Histogram({
    name: 'trellis_call_seconds',
    help: 'How long calls take',
    labelNames: ['procedure'],
    buckets: SECONDS,
    registers,
  })
  const statementSeconds = new Histogram({
    name: 'trellis_statement_seconds',
    help: 'How long statements take',
    buckets: SECONDS,
    registers,
  })
  const transactionSeconds = new Histogram({
    name: 'trellis_transaction_seconds',
    help: 'How long transactions take, the time they wait included',
    buckets: SECONDS,
    registers,
  })
  const commitSize = new Histogram({
    name: 'trellis_commit_transactions',
    help: 'Transactions that share one COMMIT',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  })

  const observer: Observer = {
    call: async ({ path }, run) => {
      const start = performance.now()
      const result = await run()
      calls.inc({ procedure: path, outcome: result.ok ? 'ok' : reasonOf(result.error) })
      callSeconds.observe({ procedure: path }, (performance.now() - start) / 1000)
      return result
    },
    statement: () => timed(statementSeconds),
    transaction: async (run) => {
      const end = timed(transactionSeconds)
      try {
        return await run()
      } finally {
        end()
      }
    },
    commit: (transactions) => commitSize.observe(transactions),
  }
  return { registry, observer }
}

function reasonOf(error: TRPCError): string {
  return describeError(error).reason ?? error.code
}

function timed(histogram: Histogram): () => void {
  const start = performance.now()
  return () => histogram.observe((performance.now() - start) / 1000)
}
