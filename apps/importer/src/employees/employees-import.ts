import { basename } from 'node:path'
import { isRefusal } from '../connection.ts'
import { type Outcome, type Summary, Tally } from '../outcome.ts'
import { findingOf, Problem } from '../problem.ts'
import { type Run, workOn } from '../run.ts'
import { arrange, type Position } from './chart.ts'
import { type Employee, matchEmployees } from './matching.ts'
import { readRows } from './row-file.ts'
import { staffOf } from './staff.ts'

/** The options of an import. */
export interface EmployeesOptions {
  file: string
  prune: boolean
  dryRun: boolean
  concurrency: number
}

/** Imports an org chart. */
export async function importEmployees(
  options: EmployeesOptions,
  { client, progress, signal, onOutcome }: Run,
): Promise<Summary> {
  const { file, dryRun, concurrency } = options
  const tally = new Tally({ kind: 'employees', source: basename(file), dryRun })
  const staff = staffOf(client, signal)
  const [{ rows, problems }, employees] = await Promise.all([readRows(file), staff.all()])
  const chart = arrange(rows)
  for (const problem of [...problems, ...chart.problems]) tally.fail(findingOf(file, problem))
  const matches = matchEmployees(chart.levels, employees)
  /** The ids of the employees on the server. In a dry run, 0 for an employee that would be created. */
  const ids = new Map<Position, number>()

  async function place(position: Position): Promise<Outcome> {
    const path = `${position.name} (line ${position.line})`
    const managerId = position.above ? ids.get(position.above) : null
    if (managerId === undefined)
      return failed(path, position, `the manager ${position.above?.name} could not be imported`)
    try {
      const found = matches.get(position)
      return { path, change: found ? await adjust(found, position, managerId) : await add(position, managerId) }
    } catch (error) {
      if (!isRefusal(error)) throw error
      return failed(path, position, `the server refused it: ${error.message}`)
    }
  }

  async function add(position: Position, managerId: number | null) {
    const { name, title = null } = position
    ids.set(position, dryRun ? 0 : await staff.create({ name, title, managerId }))
    return 'created' as const
  }

  async function adjust({ id, ...found }: Employee, position: Position, managerId: number | null) {
    const { name, title = null } = position
    ids.set(position, id)
    const isSame = found.name === name && found.title === title
    if (!isSame && !dryRun) await staff.update({ id, name, title })
    // Managers are imported before those who report to them, so no move creates a cycle.
    if (found.managerId !== managerId && !dryRun) await staff.move({ id, managerId })
    return isSame && found.managerId === managerId ? ('unchanged' as const) : ('updated' as const)
  }

  const failed = (path: string, { line }: Position, message: string): Outcome => ({
    path,
    change: 'failed',
    failure: findingOf(file, new Problem(message, line)),
  })
  const reporting = { progress, onOutcome, tally, concurrency }

  progress.start(rows.length, 'employees')
  for (const level of chart.levels) await workOn(level, place, reporting)
  if (options.prune) {
    const kept = new Set(matches.values())
    const gone = employees.filter((employee) => !kept.has(employee))
    const { failed } = tally.summary
    if (gone.length > 0 && (failed > 0 || kept.size === 0)) {
      const reason = failed > 0 ? `of the ${failed} that failed` : 'it would be everybody'
      tally.warn({ path: file, message: `nobody was removed, because ${reason}` })
    } else {
      const remove = async ({ id, name }: Employee): Promise<Outcome> => {
        if (!dryRun) await staff.remove(id)
        return { path: name, change: 'removed' }
      }
      await workOn(gone, remove, reporting)
    }
  }
  progress.stop()
  return tally.finish()
}
