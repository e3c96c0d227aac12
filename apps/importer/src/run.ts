import type { TrellisClient } from '@trellis/client'
import { pMapIterable } from 'p-map'
import type { Outcome, Tally } from './outcome.ts'
import type { Progress } from './progress.ts'

/** What every import needs: where to import to, whom to tell, and when to stop. */
export interface Run {
  client: TrellisClient
  progress: Progress
  signal: AbortSignal
  /** Called with every outcome. */
  onOutcome?: ((outcome: Outcome) => void) | undefined
}

/**
 * Outcomes are reported in the order of the items. This many for each item that is worked on may wait for an earlier one.
 */
const WAITING = 4

/** Works on items, several at a time, and counts, shows and reports what becomes of each. */
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
