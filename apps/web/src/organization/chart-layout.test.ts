import { describe, expect, it } from 'vitest'
import { layOut } from './chart-layout.ts'
import { growForest, initiallyCollapsed, managersOf } from './forest.ts'

const employee = (id: number, managerId: number | null, depth: number) => ({
  id,
  name: `Person ${id}`,
  title: null,
  version: 1,
  managerId,
  depth,
})
const forest = growForest([
  [employee(1, null, 0), employee(2, 1, 1), employee(3, 2, 2), employee(4, 1, 1)],
  [employee(5, null, 0)],
])

describe('growForest', () => {
  it('knows who is above and how many are below', () => {
    expect(forest.reports.map(({ employee }) => employee.id)).toEqual([1, 5])
    expect(forest.byId.get(1)?.below).toBe(3)
    const deepest = forest.byId.get(3)
    expect(deepest && managersOf(deepest).map(({ employee }) => employee.id)).toEqual([2, 1])
  })
})

describe('initiallyCollapsed', () => {
  it('hides nobody in a small chart, and all but two levels of a large one', () => {
    expect(initiallyCollapsed(forest).size).toBe(0)
    const many = Array.from({ length: 80 }, (_, index) => employee(index + 3, 2, 2))
    const large = growForest([[employee(1, null, 0), employee(2, 1, 1), ...many]])
    expect([...initiallyCollapsed(large)]).toEqual([2])
  })
})

describe('layOut', () => {
  it.each(['columns', 'outline'] as const)('puts no two people in the same place, as %s', (shape) => {
    const { places, width, height } = layOut(forest, new Set(), shape)
    expect(places.map(({ person }) => person.employee.id)).toEqual([1, 2, 3, 4, 5])
    expect(new Set(places.map(({ x, y }) => `${x},${y}`)).size).toBe(5)
    for (const { x, y } of places) expect(x < width && y < height).toBe(true)
  })

  it('leaves out who is hidden', () => {
    expect(layOut(forest, new Set([1]), 'columns').places.map(({ person }) => person.employee.id)).toEqual([1, 5])
  })
})
