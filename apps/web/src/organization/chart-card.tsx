import { VisuallyHidden } from '@mantine/core'
import { memo } from 'react'
import { plural } from '../layout/plural.ts'
import classes from './chart.module.css'
import { CARD, type Place } from './chart-layout.ts'

interface Props {
  place: Place
  isOpen: boolean
  /** Whether the card is in the tab order. */
  isActive: boolean
  isSelected: boolean
  isMoving: boolean
  /** Whether an employee can be dropped here. */
  isTarget: boolean
  canMove: boolean
  onFocus: () => void
  onPress: () => void
  onToggle: () => void
  onDragStart: () => void
  onDragEnd: () => void
  onDrop: () => void
}

/** An employee in the chart. */
export const ChartCard = memo(function ChartCard(props: Props) {
  const { person, x, y } = props.place
  const { employee, reports, below } = person
  const siblings = person.manager?.reports ?? []
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it has the keys
    <div
      id={`person-${employee.id}`}
      role="treeitem"
      tabIndex={props.isActive ? 0 : -1}
      aria-level={employee.depth + 1}
      aria-posinset={siblings.length > 0 ? siblings.indexOf(person) + 1 : undefined}
      aria-setsize={siblings.length > 0 ? siblings.length : undefined}
      aria-expanded={reports.length > 0 ? props.isOpen : undefined}
      aria-selected={props.isSelected}
      className={classes.card}
      data-moving={props.isMoving || undefined}
      data-target={props.isTarget || undefined}
      style={{ left: x, top: y, width: CARD.width, height: CARD.height }}
      draggable={props.canMove}
      onFocus={props.onFocus}
      onClick={props.onPress}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', employee.name)
        // Chromium cancels the drag if the page changes during this event.
        setTimeout(props.onDragStart)
      }}
      onDragEnd={props.onDragEnd}
      onDragOver={(event) => props.isTarget && event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault()
        props.onDrop()
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
            props.onToggle()
          }}
        >
          {props.isOpen ? '−' : below}
        </button>
      )}
    </div>
  )
})
