import type { AppRouter } from '@trellis/blog'
import type { Client } from '@trellis/client'
import { pMapIterable } from 'p-map'
import type { Outcome, Tally } from './outcome.ts'
import type { Progress } from './progress.ts'

/** The connection, the reporting and the end of an import. */
export interface Run {
  client: Client<AppRouter>
  progress: Progress
  signal: AbortSignal
  /** Called with every outcome. */
  onOutcome?: ((outcome: Outcome) => void) | undefined
}

/** Outcomes are reported in the order of the items. For each running item, this many outcomes may wait for it. */
const WAITING = 4

/** Works on items, several at a time, and counts, shows and reports the outcome of each. */
export async function workOn<Item>(
  items: Item[],
  work: (item: Item) => Promise<Outcome>,
  {
    progress,
    onOutcome,
    tally,
    concurrency,
  }: Pick<Run, 'progress' | 'onOutcome'> & { tally: Tally; concurrency: number },
): Promise<void> {
  for await (const outcome of pMapIterable(items, work, { concurrency, backpressure: concurrency * WAITING })) {
    tally.add(outcome)
    progress.step()
    onOutcome?.(outcome)
  }
}
