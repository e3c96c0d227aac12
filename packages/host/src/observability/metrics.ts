import { describeError } from '@trellis/rpc/errors'
import type { TRPCError } from '@trpc/server'
import { Counter, collectDefaultMetrics, Registry } from 'prom-client'
import type { Observer } from './observer.ts'
import { Tally, TallyHistogram } from './tallies.ts'

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The calls of a procedure. */
interface Calls {
  readonly outcomes: Map<string, number>
  readonly seconds: Tally
}

/** Metrics for Prometheus, and the observer that counts them. What is read only when Prometheus asks is in `gauges.ts`. */
export function createMetrics(domain: string) {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const calls = new Map<string, Calls>()
  const statements = new Tally(SECONDS)
  const transactions = new Tally(SECONDS)
  const commits = new Tally([1, 2, 4, 8, 16, 32, 64])

  new Counter({
    name: `${domain}_calls_total`,
    help: 'Calls of procedures, by outcome: ok, or the reason of the refusal',
    labelNames: ['procedure', 'outcome'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [procedure, { outcomes }] of calls)
        for (const [outcome, count] of outcomes) this.inc({ procedure, outcome }, count)
    },
  })
  new TallyHistogram({
    name: `${domain}_call_seconds`,
    help: 'How long calls take',
    registry,
    tallies: () => calls.entries().map(([procedure, { seconds }]) => [{ procedure }, seconds]),
  })
  new TallyHistogram({
    name: `${domain}_statement_seconds`,
    help: 'How long statements take',
    registry,
    tallies: () => [[{}, statements]],
  })
  new TallyHistogram({
    name: `${domain}_transaction_seconds`,
    help: 'How long transactions take, the time they wait included',
    registry,
    tallies: () => [[{}, transactions]],
  })
  new TallyHistogram({
    name: `${domain}_commit_transactions`,
    help: 'Transactions that share one COMMIT',
    registry,
    tallies: () => [[{}, commits]],
  })

  const callsOf = (path: string): Calls => {
    let own = calls.get(path)
    if (!own) {
      own = { outcomes: new Map(), seconds: new Tally(SECONDS) }
      calls.set(path, own)
    }
    return own
  }
  const observer: Observer = {
    called: (path, result, ms) => {
      const { outcomes, seconds } = callsOf(path)
      const outcome = result.ok ? 'ok' : reasonOf(result.error)
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      seconds.add(ms / 1_000)
    },
    executed: (_text, ms) => statements.add(ms / 1_000),
    transacted: (ms) => transactions.add(ms / 1_000),
    committed: (count) => commits.add(count),
  }
  return { registry, observer }
}

function reasonOf(error: TRPCError): string {
  return describeError(error).reason ?? error.code
}
