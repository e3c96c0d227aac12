import classes from './chart.module.css'
import { CARD, type ChartLayout } from './chart-layout.ts'

/** The lines from managers to those who report to them. */
export function ChartEdges({ layout }: { layout: ChartLayout }) {
  return (
    <svg className={classes.edges} width={layout.width} height={layout.height} aria-hidden="true">
      {layout.places.map(({ person, x, y }) => {
        const from = person.manager && layout.byId.get(person.manager.employee.id)
        if (!from) return null
        const [x1, y1, y2] = [from.x + CARD.width, from.y + CARD.height / 2, y + CARD.height / 2]
        const middle = (x1 + x) / 2
        return <path key={person.employee.id} d={`M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x},${y2}`} />
      })}
    </svg>
  )
}
