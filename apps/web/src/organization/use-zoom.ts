import { type RefObject, useEffect, useState } from 'react'

const MIN = 0.4
const MAX = 1.6
const STEP = 1.2
/** Names can be read from here on. */
const READABLE = 0.7

const within = (zoom: number) => Math.min(MAX, Math.max(MIN, zoom))

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
    scale: zoom,
    in: () => setZoom((zoom) => within(zoom * STEP)),
    out: () => setZoom((zoom) => within(zoom / STEP)),
    /** Shows the whole chart, or as much of it as can be recognised. */
    fit: (width: number, height: number) => {
      if (!canvas.current) return
      setZoom(within(Math.min(1, canvas.current.clientWidth / width, canvas.current.clientHeight / height)))
      canvas.current.scrollTo(0, 0)
    },
    readable: () => setZoom((zoom) => (zoom < READABLE ? 1 : zoom)),
  }
}

export type Zoom = ReturnType<typeof useZoom>
