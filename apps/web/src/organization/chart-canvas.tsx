import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import classes from './chart.module.css'
import { ChartCard } from './chart-card.tsx'
import { ChartEdges } from './chart-edges.tsx'
import { type ChartActions, pressKey } from './chart-keys.ts'
import { CARD, type ChartLayout } from './chart-layout.ts'
import { usePan } from './use-pan.ts'

interface Props extends ChartActions {
  canvas: RefObject<HTMLDivElement | null>
  zoom: number
  selected: number | undefined
  /** How often somebody was searched: the person who is found comes into view each time. */
  searches: number
}

/** The chart: a `tree` for screen readers, with one card in the tab order. */
export function ChartCanvas(props: Props) {
  const { canvas, layout, zoom, selected } = props
  const [focused, setFocused] = useState<number>()
  const current = [focused, selected].find((id) => id !== undefined && layout.byId.has(id))
  const active = current ?? layout.places[0]?.person.employee.id
  const focus = (id: number) => {
    setFocused(id)
    document.getElementById(`person-${id}`)?.focus({ preventScroll: true })
    bringIntoView(canvas.current, layout, zoom, id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (pressKey(event.key, { ...props, active, focus })) event.preventDefault()
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another person is looked at, or comes to light
  useEffect(() => {
    if (selected !== undefined) bringIntoView(canvas.current, layout, zoom, selected)
  }, [selected, selected !== undefined && layout.byId.has(selected), props.searches])

  return (
    <div className={classes.canvas} ref={canvas} {...usePan()}>
      <div style={{ width: layout.width * zoom, height: layout.height * zoom }}>
        <div className={classes.drawing} style={{ width: layout.width, height: layout.height, scale: zoom }}>
          <ChartEdges layout={layout} />
          <div role="tree" aria-label="Organization" aria-describedby="chart-help" tabIndex={-1} onKeyDown={onKeyDown}>
            {layout.places.map((place) => {
              const { id } = place.person.employee
              return (
                <ChartCard
                  key={id}
                  place={place}
                  chart={props}
                  isActive={id === active}
                  isSelected={id === selected}
                  onFocus={() => setFocused(id)}
                />
              )
            })}
          </div>
        </div>
      </div>
      <p id="chart-help" hidden>
        Arrow keys go through the chart. Left and right close and open. Enter selects.
        {props.canMove && ' M picks somebody up; Enter on their new manager puts them there, Escape back.'}
      </p>
    </div>
  )
}

/** Scrolls an employee into view, with a margin. */
function bringIntoView(canvas: HTMLElement | null, layout: ChartLayout, zoom: number, id: number): void {
  const place = layout.byId.get(id)
  if (!canvas || !place) return
  const [x, y] = [place.x * zoom, place.y * zoom]
  const [width, height] = [CARD.width * zoom, CARD.height * zoom]
  const seen = {
    left: canvas.scrollLeft,
    top: canvas.scrollTop,
    width: canvas.clientWidth,
    height: canvas.clientHeight,
  }
  if (x < seen.left || x + width > seen.left + seen.width) canvas.scrollLeft = x - (seen.width - width) / 2
  if (y < seen.top || y + height > seen.top + seen.height) canvas.scrollTop = y - (seen.height - height) / 2
}
