import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'

/**
 * Moves the focus to the content after going to another page, as a page load would: otherwise it stays on a link that
 * is gone, and a screen reader says nothing.
 *
 * @returns the ref of the element that takes the focus.
 */
export function useArrival() {
  const main = useRef<HTMLElement>(null)
  const path = useLocation({ select: (location) => location.pathname })
  const shown = useRef(path)
  useEffect(() => {
    if (shown.current === path) return
    shown.current = path
    // A field that the page focuses by itself keeps the focus, and so does a dialog that was opened while the page loaded.
    const focused = document.activeElement
    if (main.current?.contains(focused) || focused?.closest('[role="dialog"]')) return
    main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}
