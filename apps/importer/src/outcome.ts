import type { Finding } from './problem.ts'

/** The result of importing one post or employee. */
export type Change = 'created' | 'updated' | 'unchanged' | 'removed' | 'left out' | 'failed'

/** The result of importing one post or employee, with its messages. */
export interface Outcome {
  /** Its file or its name. */
  path: string
  change: Change
  failure?: Finding | undefined
  warnings?: Finding[] | undefined
}

/** The result of a run, or of a dry run. `--json` prints it. */
export interface Summary {
  kind: 'blog' | 'employees'
  source: string
  dryRun: boolean
  created: number
  updated: number
  unchanged: number
  removed: number
  /** Drafts. */
  leftOut: number
  failed: number
  /** The users created for the authors of a blog, and the profiles that changed. */
  authors: { created: number; updated: number }
  seconds: number
  warnings: Finding[]
  failures: Finding[]
}

/** Counts outcomes as they come. */
export class Tally {
  readonly #started = performance.now()
  readonly summary: Summary

  constructor(of: Pick<Summary, 'kind' | 'source' | 'dryRun'>) {
    const counts = { created: 0, updated: 0, unchanged: 0, removed: 0, leftOut: 0, failed: 0 }
    this.summary = { ...of, ...counts, authors: { created: 0, updated: 0 }, seconds: 0, warnings: [], failures: [] }
  }

  add({ change, failure, warnings = [] }: Outcome): void {
    this.summary[change === 'left out' ? 'leftOut' : change] += 1
    this.summary.warnings.push(...warnings)
    if (failure) this.summary.failures.push(failure)
  }

  fail(failure: Finding): void {
    this.add({ path: failure.path, change: 'failed', failure })
  }

  warn(warning: Finding): void {
    this.summary.warnings.push(warning)
  }

  /** The summary, with the time that it took. */
  finish(): Summary {
    this.summary.seconds = Math.round(performance.now() - this.#started) / 1000
    return this.summary
  }
}
