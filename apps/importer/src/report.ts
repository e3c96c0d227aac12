import type { Change, Outcome, Summary } from './outcome.ts'
import { describeFinding } from './problem.ts'

const verbs: Partial<Record<Change, string>> = { created: 'create', updated: 'update', removed: 'remove' }

/** The change that a dry run would make to one post or employee, if any. */
export function describeIntent({ path, change }: Outcome): string | undefined {
  const verb = verbs[change]
  return verb && `would ${verb} ${path}`
}

/** The errors and warnings, one a line. */
export function describeFindings({ failures, warnings }: Summary): string[] {
  return [
    ...warnings.map((warning) => `warning: ${describeFinding(warning)}`),
    ...failures.map((failure) => `error: ${describeFinding(failure)}`),
  ]
}

/** The summary of a run, as text. */
export function describeSummary(summary: Summary): string {
  const { kind, source, dryRun, created, updated, unchanged, removed, leftOut, failed, authors, seconds } = summary
  const counts = [`${created} created`, `${updated} updated`, `${unchanged} unchanged`, `${removed} removed`]
  if (leftOut > 0) counts.push(`${leftOut} left out as drafts`)
  counts.push(`${failed} failed`)
  const users = kind === 'blog' ? ` Authors: ${authors.created} created, ${authors.updated} updated.` : ''
  const noun = kind === 'blog' ? 'Posts' : 'Employees'
  const what = dryRun ? `${noun} of ${source}, if this were no dry run` : `${noun} of ${source}`
  return `${what}: ${counts.join(', ')}.${users} ${seconds.toFixed(1)} s.`
}
