import type { ChartLayout } from './chart-layout.ts'

/** The state of the chart, and what keys and pointers can do with it. */
export interface ChartActions {
  layout: ChartLayout
  collapsed: ReadonlySet<number>
  moving: number | null
  canMove: boolean
  onSelect: (id: number) => void
  onToggle: (id: number) => void
  onPickUp: (id: number) => void
  onPutDown: () => void
  /** Moves the employee who is being moved under another one. */
  onDrop: (managerId: number) => void
}

interface Chart extends ChartActions {
  active: number | undefined
  focus: (id: number) => void
}

/** Handles a key of the tree, or of moving an employee. Returns whether the key was handled. */
export function pressKey(key: string, chart: Chart): boolean {
  const { layout, collapsed, active, moving, canMove, focus } = chart
  const index = layout.places.findIndex(({ person }) => person.employee.id === active)
  const person = layout.places[index]?.person
  if (!person || active === undefined) return false
  const hasReports = person.reports.length > 0
  const go = (to: number | undefined) => {
    if (to !== undefined) focus(to)
    return true
  }
  switch (key) {
    case 'ArrowDown':
      return go(layout.places[index + 1]?.person.employee.id)
    case 'ArrowUp':
      return go(layout.places[index - 1]?.person.employee.id)
    case 'Home':
      return go(layout.places[0]?.person.employee.id)
    case 'End':
      return go(layout.places.at(-1)?.person.employee.id)
    case 'ArrowRight':
      if (!hasReports || !collapsed.has(active)) return go(person.reports[0]?.employee.id)
      chart.onToggle(active)
      return true
    case 'ArrowLeft':
      if (!hasReports || collapsed.has(active)) return go(person.manager?.employee.id)
      chart.onToggle(active)
      return true
    case 'Enter':
    case ' ':
      if (moving === null) chart.onSelect(active)
      else chart.onDrop(active)
      return true
    case 'Escape':
      chart.onPutDown()
      return true
    case 'm':
      if (canMove) chart.onPickUp(active)
      return canMove
    default:
      return false
  }
}
