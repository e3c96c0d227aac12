import type { RouterOutputs } from '@trellis/api'

/** An employee in the chart, with those who report to them. */
export interface Person {
  employee: RouterOutputs['employees']['subtree'][number]
  manager: Person | null
  reports: Person[]
  /** How many people are below them, at any depth. */
  below: number
}

/** Everybody in the chart. */
export interface Forest {
  reports: Person[]
  byId: Map<number, Person>
}

/** Makes trees of subtrees, each of which lists everybody after their manager. */
export function growForest(subtrees: RouterOutputs['employees']['subtree'][]): Forest {
  const byId = new Map<number, Person>()
  const reports: Person[] = []
  for (const subtree of subtrees) {
    for (const employee of subtree) {
      const manager = (employee.depth > 0 && employee.managerId && byId.get(employee.managerId)) || null
      const person: Person = { employee, manager, reports: [], below: 0 }
      byId.set(employee.id, person)
      ;(manager?.reports ?? reports).push(person)
    }
  }
  for (const person of [...byId.values()].reverse()) if (person.manager) person.manager.below += person.below + 1
  return { reports, byId }
}

/** Everybody above somebody, nearest first. */
export function managersOf(person: Person): Person[] {
  const managers: Person[] = []
  for (let manager = person.manager; manager; manager = manager.manager) managers.push(manager)
  return managers
}

/** A chart with more people starts with only the first two levels open. */
const LARGE = 60

/** The employees whose reports are hidden at first. */
export function initiallyCollapsed({ byId }: Forest): Set<number> {
  if (byId.size <= LARGE) return new Set()
  return new Set([...byId.values()].filter((person) => person.manager && person.below > 0).map(idOf))
}

/** Everybody who has reports. */
export function allManagers({ byId }: Forest): Set<number> {
  return new Set([...byId.values()].filter((person) => person.below > 0).map(idOf))
}

function idOf(person: Person): number {
  return person.employee.id
}
