import { type RefObject, useEffect, useState } from 'react'

const MIN = 0.3
const MAX = 1.6
const STEP = 1.2

const within = (zoom: number, min = MIN) => Math.min(MAX, Math.max(min, zoom))

/** The zoom of the chart. It also follows pinching, and the wheel while the control key is held. */
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
    // A chart that fits only below the usual minimum must not grow when it should shrink.
    zoomOut: () => setZoom((zoom) => within(zoom / STEP, Math.min(MIN, zoom))),
    fit: (width: number, height: number) => {
      if (canvas.current) setZoom(Math.min(1, canvas.current.clientWidth / width, canvas.current.clientHeight / height))
    },
  }
}
