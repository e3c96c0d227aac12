import { hierarchy, tree } from 'd3-hierarchy'
import type { Forest, Person } from './forest.ts'

/** The size of a card, in pixels at full size. */
export const CARD = { width: 218, height: 52 }
const ROW = 64
const COLUMN = 274
const MARGIN = 24

/** Where somebody stands. */
export interface Place {
  person: Person
  x: number
  y: number
}

/** Where everybody stands who is not hidden, in the order of a depth-first walk, and how large the whole is. */
export interface ChartLayout {
  places: Place[]
  byId: Map<number, Place>
  width: number
  height: number
}

/** Lays out the trees from left to right: names are wide, and so a column of them is easier to read than a row. */
export function layOut(forest: Forest, collapsed: ReadonlySet<number>): ChartLayout {
  const root = hierarchy<Forest | Person>(forest, (node) =>
    'employee' in node && collapsed.has(node.employee.id) ? [] : node.reports,
  )
  const drawn = tree<Forest | Person>()
    .nodeSize([ROW, COLUMN])
    .separation((a, b) => (a.depth === 1 ? 1.5 : a.parent === b.parent ? 1 : 1.2))(root)
  const nodes: { person: Person; x: number; y: number }[] = []
  drawn.eachBefore(({ data, x, y }) => {
    // d3 draws from top to bottom.
    if ('employee' in data) nodes.push({ person: data, x: y - COLUMN, y: x })
  })
  const top = Math.min(...nodes.map(({ y }) => y))
  const places = nodes.map(({ person, x, y }) => ({ person, x: x + MARGIN, y: y - top + MARGIN }))
  return {
    places,
    byId: new Map(places.map((place) => [place.person.employee.id, place])),
    width: Math.max(...places.map(({ x }) => x)) + CARD.width + MARGIN,
    height: Math.max(...places.map(({ y }) => y)) + CARD.height + MARGIN,
  }
}
