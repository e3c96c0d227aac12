import { describeError } from '@trellis/rpc/errors'
import type { TRPCError } from '@trpc/server'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import type { Observer } from './observer.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Metrics for Prometheus, and the observer that counts them. The metrics that are read when Prometheus asks are in `gauges.ts`. */
export function createMetrics(domain: string) {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const histogram = (name: string, help: string, buckets = SECONDS, labelNames: string[] = []) =>
    new Histogram({ name: `${domain}_${name}`, help, buckets, labelNames, registers })
  const calls = new Counter({
    name: `${domain}_calls_total`,
    help: 'Calls of procedures, by outcome: ok, or the reason of the refusal',
    labelNames: ['procedure', 'outcome'],
    registers,
  })
  const callSeconds = histogram('call_seconds', 'How long calls take', SECONDS, ['procedure'])
  const statementSeconds = histogram('statement_seconds', 'How long statements take')
  const transactionSeconds = histogram('transaction_seconds', 'How long transactions take, the time they wait included')
  const commitTransactions = histogram(
    'commit_transactions',
    'Transactions that share one COMMIT',
    [1, 2, 4, 8, 16, 32, 64],
  )

  const observer: Observer = {
    called: (procedure, result, ms) => {
      calls.inc({ procedure, outcome: result.ok ? 'ok' : reasonOf(result.error) })
      callSeconds.observe({ procedure }, ms / 1_000)
    },
    executed: (_text, ms) => statementSeconds.observe(ms / 1_000),
    transacted: (ms) => transactionSeconds.observe(ms / 1_000),
    committed: (count) => commitTransactions.observe(count),
  }
  return { registry, observer }
}

function reasonOf(error: TRPCError): string {
  return describeError(error).reason ?? error.code
}
