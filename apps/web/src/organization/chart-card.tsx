import { VisuallyHidden } from '@mantine/core'
import { plural } from '../layout/plural.ts'
import classes from './chart.module.css'
import type { ChartActions } from './chart-keys.ts'
import { CARD, type Place } from './chart-layout.ts'

interface Props {
  place: Place
  chart: ChartActions
  /** Whether the card is in the tab order. */
  isActive: boolean
  isSelected: boolean
  onFocus: () => void
}

/** An employee in the chart. */
export function ChartCard({ place: { person, x, y }, chart, isActive, isSelected, onFocus }: Props) {
  const { employee, reports, below } = person
  const { id } = employee
  const isOpen = !chart.collapsed.has(id)
  const isTarget = chart.moving !== null && chart.moving !== id
  const siblings = person.manager?.reports ?? []
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      id={`person-${id}`}
      role="treeitem"
      tabIndex={isActive ? 0 : -1}
      aria-level={employee.depth + 1}
      aria-posinset={siblings.length > 0 ? siblings.indexOf(person) + 1 : undefined}
      aria-setsize={siblings.length > 0 ? siblings.length : undefined}
      aria-expanded={reports.length > 0 ? isOpen : undefined}
      aria-selected={isSelected}
      className={classes.card}
      data-moving={chart.moving === id || undefined}
      data-target={isTarget || undefined}
      style={{ left: x, top: y, width: CARD.width, height: CARD.height }}
      draggable={chart.canMove}
      onFocus={onFocus}
      onClick={() => (chart.moving === null ? chart.onSelect(id) : chart.onDrop(id))}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', employee.name)
        // Chromium cancels the drag if the page changes during this event.
        setTimeout(() => chart.onPickUp(id))
      }}
      onDragEnd={chart.onPutDown}
      onDragOver={(event) => isTarget && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        chart.onDrop(id)
      }}
    >
      <span className={classes.text}>
        <span className={classes.name}>{employee.name}</span>{' '}
        {employee.title && <span className={classes.title}>{employee.title}</span>}
        {below > 0 && <VisuallyHidden> {plural(below, 'person', 'people')} below</VisuallyHidden>}
      </span>
      {reports.length > 0 && (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          className={classes.toggle}
          onClick={(event) => {
            event.stopPropagation()
            chart.onToggle(id)
          }}
        >
          {isOpen ? '−' : below}
        </button>
      )}
    </div>
  )
}
