import classes from './chart.module.css'
import { CARD, type ChartLayout, type Place, type Shape } from './chart-layout.ts'

/** The lines from managers to those who report to them. */
export function ChartEdges({ layout }: { layout: ChartLayout }) {
  return (
    <svg className={classes.edges} width={layout.width} height={layout.height} aria-hidden="true">
      {layout.places.map((place) => {
        const { manager, employee } = place.person
        const from = manager && layout.byId.get(manager.employee.id)
        return from && <path key={employee.id} d={line(from, place, layout.shape)} />
      })}
    </svg>
  )
}

/** A line with one round corner: down from the manager, then over to the report. */
function line(from: Place, to: Place, shape: Shape): string {
  const y = to.y + CARD.height / 2
  if (shape === 'outline') {
    const x = from.x + 12
    return `M${x},${from.y + CARD.height} V${y - 8} q0,8 8,8 H${to.x}`
  }
  const start = from.y + CARD.height / 2
  if (start === y) return `M${from.x + CARD.width},${y} H${to.x}`
  const x = to.x - 22
  return `M${x - 8},${start} q8,0 8,8 V${y - 8} q0,8 8,8 H${to.x}`
}
