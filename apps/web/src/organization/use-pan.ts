import { type PointerEvent, useRef } from 'react'

/** Handlers that scroll an element by dragging its background with the mouse. Touch needs none. */
export function usePan() {
  const from = useRef<{ x: number; y: number; left: number; top: number } | null>(null)
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const onGround = event.target instanceof Element && !event.target.closest('[role=treeitem]')
      if (event.pointerType !== 'mouse' || event.button !== 0 || !onGround) return
      const { scrollLeft: left, scrollTop: top } = event.currentTarget
      from.current = { x: event.clientX, y: event.clientY, left, top }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (!from.current) return
      event.currentTarget.scrollLeft = from.current.left - (event.clientX - from.current.x)
      event.currentTarget.scrollTop = from.current.top - (event.clientY - from.current.y)
    },
    onPointerUp: () => {
      from.current = null
    },
  }
}
