import { fold } from '@trellis/store/fold'
import { Problem } from '../problem.ts'
import type { Row } from './row.ts'

/** An employee with a place in the chart. */
export interface Position extends Row {
  above: Position | undefined
}

/** The rows of a file as an organization. */
export interface Chart {
  /** The employees without a manager, then those who report to them, and so on. */
  levels: Position[][]
  /** Why the other rows have no place in it. */
  problems: Problem[]
}

/** Puts everybody under their manager, in whatever order the rows are. */
export function arrange(rows: Row[]): Chart {
  /** Why a row has no place. */
  const lost = new Map<Row, string>()
  const managers = new Map<Row, Row>()
  const find = finder(rows, (row, reason) => lost.set(row, reason))
  for (const row of rows) {
    if (row.manager === undefined || lost.has(row)) continue
    const found = find(row.manager)
    if (typeof found === 'string') lost.set(row, found)
    else managers.set(row, found)
  }

  const below = Map.groupBy(
    rows.filter((row) => !lost.has(row)),
    (row) => managers.get(row),
  )
  const positions = new Map<Row, Position>()
  const levels: Position[][] = []
  for (let level = below.get(undefined) ?? []; level.length > 0; level = level.flatMap((row) => below.get(row) ?? [])) {
    for (const row of level) {
      const manager = managers.get(row)
      positions.set(row, { ...row, above: manager && positions.get(manager) })
    }
    levels.push(level.flatMap((row) => positions.get(row) ?? []))
  }

  const problems = rows
    .filter((row) => !positions.has(row))
    .map((row) => new Problem(lost.get(row) ?? whyLost(row, managers), row.line))
  return { levels, problems }
}

/** Finds a manager by id or by name, or says why it cannot. Reports the rows whose id is taken. */
function finder(rows: Row[], report: (row: Row, reason: string) => void): (manager: string) => Row | string {
  const byId = new Map<string, Row>()
  const byName = Map.groupBy(rows, (row) => fold(row.name))
  for (const row of rows) {
    if (row.id === undefined) continue
    const twin = byId.get(row.id)
    if (twin) report(row, `the id ${row.id} is that of line ${twin.line} too`)
    else byId.set(row.id, row)
  }
  return (manager) => {
    const [first, ...others] = byName.get(fold(manager)) ?? []
    const found = byId.get(manager) ?? first
    if (!found) return `there is no manager "${manager}" in the file`
    if (found !== first || others.length === 0) return found
    const lines = [first, ...others].map((row) => row.line).join(', ')
    return `several are called "${manager}" (lines ${lines}): give them an id, and name the manager by it`
  }
}

/** They are in a cycle of managers, or report to an employee without a place in the tree. */
function whyLost(row: Row, managers: Map<Row, Row>): string {
  const path = [row]
  for (let above = managers.get(row); above; above = managers.get(above)) {
    if (above === row) {
      const circle = [...path.slice(1), row].map(({ name, line }) => `${name} (line ${line})`)
      return `${row.name} would report to themselves: ${[`${row.name} (line ${row.line})`, ...circle].join(' -> ')}`
    }
    if (path.includes(above)) break
    path.push(above)
  }
  const manager = managers.get(row)
  return `the manager ${manager?.name} (line ${manager?.line}) has no place in the chart`
}
