import type { TrellisClient } from '@trellis/client'
import type { Outcome } from './outcome.ts'
import type { Progress } from './progress.ts'

/** What every import needs: where to import to, whom to tell, and when to stop. */
export interface Run {
  client: TrellisClient
  progress: Progress
  signal: AbortSignal
  /** Called with every outcome. */
  onOutcome?: ((outcome: Outcome) => void) | undefined
}
