import { shown, table } from '../table.ts'
import { median, ratio } from './measure.ts'
import { type Contender, contenders } from './requests.ts'
import type { CaseResult } from './run.ts'

/** One row for each case: the CPU time of a request on each server, the ratios of Trellis to the others, and its speed. */
export function summary(results: CaseResult[], servers: readonly Contender[] = contenders) {
  return results.map(({ name, results }) => ({
    case: name,
    /** Microseconds for a request. */
    cpu: Object.fromEntries(servers.map((contender) => [contender, median(results[contender]?.cpu ?? [])])),
    ratio: Object.fromEntries(
      servers
        .filter((other) => other !== 'trellis')
        .map((other) => [other, ratio(results.trellis?.cpu, results[other]?.cpu)]),
    ),
    perSecond: results.trellis?.perSecond ?? null,
    /** Milliseconds. */
    p99: results.trellis?.p99 ?? null,
    requestsPerCommit: results.trellis?.perCommit ?? null,
  }))
}

/** The summary as a table. */
export function loadTable(rows: ReturnType<typeof summary>, servers: readonly Contender[] = contenders): string {
  const others = servers.filter((contender) => contender !== 'trellis')
  const header = [
    'case',
    ...servers.map((contender) => `${contender} µs`),
    ...others.map((other) => `÷ ${other}`),
    'requests/s',
    'p99 ms',
    'writes/fsync',
  ]
  const cells = rows.map((row) => [
    row.case,
    ...servers.map((contender) => shown(row.cpu[contender])),
    ...others.map((other) => shown(row.ratio[other])),
    shown(row.perSecond),
    shown(row.p99),
    shown(row.requestsPerCommit),
  ])
  return table(header, cells)
}
