import type { Forest, Person } from './forest.ts'

/** The size of a card, in pixels at full size. */
export const CARD = { width: 218, height: 52 }
const ROW = 62
const COLUMN = 274
const INDENT = 28
const GAP = 26
const MARGIN = 24

/**
 * How the chart is drawn. `columns`: a column for each level, a manager beside the first of the reports. `outline`: one
 * under the other, indented, which needs little width. Both begin at the top left, where reading begins.
 */
export type Shape = 'columns' | 'outline'

/** The position of an employee. */
export interface Place {
  person: Person
  x: number
  y: number
}

/** The positions of the visible employees, depth-first, and the size of the chart. */
export interface ChartLayout {
  shape: Shape
  places: Place[]
  byId: Map<number, Place>
  width: number
  height: number
}

/** Lays out the trees from left to right: names are wide, and so a column of them is easier to read than a row. */
export function layOut(forest: Forest, collapsed: ReadonlySet<number>, shape: Shape): ChartLayout {
  const places: Place[] = []
  const step = shape === 'columns' ? COLUMN : INDENT
  let y = MARGIN
  const put = (person: Person, level: number) => {
    places.push({ person, x: MARGIN + level * step, y })
    const open = collapsed.has(person.employee.id) ? [] : person.reports
    if (shape === 'outline' || open.length === 0) y += ROW
    for (const report of open) put(report, level + 1)
  }
  for (const root of forest.reports) {
    put(root, 0)
    y += GAP
  }
  return {
    shape,
    places,
    byId: new Map(places.map((place) => [place.person.employee.id, place])),
    width: places.reduce((right, { x }) => Math.max(right, x), 0) + CARD.width + MARGIN,
    height: y - GAP - (ROW - CARD.height) + MARGIN,
  }
}
