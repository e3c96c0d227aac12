import { type RefObject, useLayoutEffect, useRef } from 'react'
import type { ChartLayout } from './chart-layout.ts'
import type { Forest } from './forest.ts'

/**
 * Keeps a card where it is on the screen when others move somebody: the one below the pointer, else the one that has the focus, else the
 * first that is seen. Where the canvas cannot be scrolled as far, the drawing gets room before it.
 */
export function useSteadyView(
  canvas: RefObject<HTMLElement | null>,
  forest: Forest,
  layout: ChartLayout,
  zoom: number,
): void {
  const before = useRef({ forest, layout })
  const room = useRef({ x: 0, y: 0 })
  useLayoutEffect(() => {
    const { current: element } = canvas
    const { current: last } = before
    before.current = { forest, layout }
    const drawing = element?.firstElementChild
    // Whoever opens a branch wants to see it.
    if (!element || !(drawing instanceof HTMLElement) || last.forest === forest || last.layout.shape !== layout.shape)
      return
    const old = steadyPlace(element, last.layout, zoom)
    const now = old && layout.byId.get(old.person.employee.id)
    if (!now) return
    const left = element.scrollLeft + (now.x - old.x) * zoom - room.current.x
    const top = element.scrollTop + (now.y - old.y) * zoom - room.current.y
    room.current = { x: Math.max(0, -left), y: Math.max(0, -top) }
    drawing.style.padding = `${room.current.y}px 0 0 ${room.current.x}px`
    element.scrollTo({ left: Math.max(0, left), top: Math.max(0, top), behavior: 'instant' })
  }, [canvas, forest, layout, zoom])
}

function steadyPlace(canvas: HTMLElement, layout: ChartLayout, zoom: number) {
  const card = canvas.querySelector('[role=treeitem]:hover') ?? canvas.querySelector('[role=treeitem]:focus')
  const known = layout.byId.get(Number(card?.id.replace('person-', '')))
  return known ?? layout.places.find(({ x, y }) => x * zoom >= canvas.scrollLeft && y * zoom >= canvas.scrollTop)
}
