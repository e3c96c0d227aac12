import { type RefObject, useEffect, useState } from 'react'

const MIN = 0.3
const MAX = 1.6
const STEP = 1.2

const within = (zoom: number) => Math.min(MAX, Math.max(MIN, zoom))

/** How large the chart is drawn, also by pinching, or turning the wheel with the control key held. */
export function useZoom(canvas: RefObject<HTMLElement | null>) {
  const [zoom, setZoom] = useState(1)
  useEffect(() => {
    const element = canvas.current
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      // Otherwise the browser zooms the page.
      event.preventDefault()
      setZoom((zoom) => within(zoom * Math.exp(-event.deltaY / 300)))
    }
    element?.addEventListener('wheel', turn, { passive: false })
    return () => element?.removeEventListener('wheel', turn)
  }, [canvas])
  return {
    zoom,
    zoomIn: () => setZoom((zoom) => within(zoom * STEP)),
    zoomOut: () => setZoom((zoom) => within(zoom / STEP)),
    fit: (width: number, height: number) => {
      if (canvas.current)
        setZoom(within(Math.min(1, canvas.current.clientWidth / width, canvas.current.clientHeight / height)))
    },
  }
}
