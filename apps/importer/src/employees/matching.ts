import type { RouterOutputs } from '@trellis/blog'
import { fold } from '@trellis/store/fold'
import type { Position } from './chart.ts'

/** An employee on the server. */
export type Employee = RouterOutputs['employees']['list']['items'][number]

/**
 * Finds everybody of the chart among those on the server. Employees have no key but their name, and people share names:
 * of several, the one with the same manager and title is taken first, then the one with the same title, then any.
 */
export function matchEmployees(levels: Position[][], employees: Employee[]): Map<Position, Employee> {
  const matches = new Map<Position, Employee>()
  const free = Map.groupBy(employees, (employee) => fold(employee.name))
  const positions = levels.flat()
  const take = (position: Position, isTheOne: (employee: Employee) => boolean) => {
    const namesakes = free.get(fold(position.name)) ?? []
    const index = matches.has(position) ? -1 : namesakes.findIndex(isTheOne)
    const [found] = index === -1 ? [] : namesakes.splice(index, 1)
    if (found) matches.set(position, found)
  }
  const sameTitle = (position: Position) => (employee: Employee) => employee.title === (position.title ?? null)

  const bearers = Map.groupBy(positions, (position) => fold(position.name))
  for (const [name, [position, ...others]] of bearers) {
    if (position && others.length === 0 && free.get(name)?.length === 1) take(position, () => true)
  }
  // From the top, so that the manager is matched before those who report to them.
  for (const position of positions) {
    const managerId = position.above ? matches.get(position.above)?.id : null
    const isSame = sameTitle(position)
    take(position, (employee) => employee.managerId === managerId && isSame(employee))
  }
  for (const position of positions) take(position, sameTitle(position))
  for (const position of positions) take(position, () => true)
  return matches
}
