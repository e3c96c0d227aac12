import { useMediaQuery } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useViewer } from '../viewer.ts'
import classes from './chart.module.css'
import { ChartBar } from './chart-bar.tsx'
import { ChartCanvas } from './chart-canvas.tsx'
import { layOut } from './chart-layout.ts'
import { allManagers, type Forest, initiallyCollapsed, managersOf } from './forest.ts'
import { MoveBar } from './move-bar.tsx'
import { PersonBar } from './person-bar.tsx'
import { useMove } from './use-move.ts'
import { useSteadyView } from './use-steady-view.ts'
import { useZoom } from './use-zoom.ts'

interface Props {
  forest: Forest
  person: number | undefined
  onSelect: (person: number | undefined) => void
  /** Loads further trees, if there are any. */
  more: (() => void) | undefined
}

/** The chart and what can be done with it. */
export function Chart({ forest, person, onSelect, more }: Props) {
  const isAdmin = useViewer()?.role === 'admin'
  const [chosen, setChosen] = useState<ReadonlySet<number> | null>(null)
  const collapsed = useMemo(() => chosen ?? initiallyCollapsed(forest), [chosen, forest])
  const isNarrow = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false })
  const shape = isNarrow ? 'outline' : 'columns'
  const layout = useMemo(() => layOut(forest, collapsed, shape), [forest, collapsed, shape])
  const canvas = useRef<HTMLDivElement>(null)
  const zoom = useZoom(canvas)
  useSteadyView(canvas, forest, layout, zoom.scale)
  const [searches, setSearches] = useState(0)
  const [moving, setMoving] = useState<number | null>(null)
  const selected = person === undefined ? undefined : forest.byId.get(person)

  /** Opens the branches that hide an employee. */
  const reveal = (id: number) => {
    const shown = forest.byId.get(id)
    if (!shown) return
    const open = new Set(collapsed)
    for (const manager of managersOf(shown)) open.delete(manager.employee.id)
    if (open.size !== collapsed.size) setChosen(open)
  }
  const toggle = (id: number) => {
    const next = new Set(collapsed)
    if (!next.delete(id)) next.add(id)
    setChosen(next)
  }
  const move = useMove(forest, (id, managerId) => {
    if (managerId !== null) setChosen(new Set([...collapsed].filter((id) => id !== managerId)))
    onSelect(id)
  })
  const moveTo = (managerId: number | null, id = moving) => {
    setMoving(null)
    if (id !== null && id !== managerId) move.mutate({ id, managerId })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another person is looked at, or turns up
  useEffect(() => {
    if (person !== undefined) reveal(person)
  }, [person, selected === undefined])

  const mover = moving === null ? undefined : forest.byId.get(moving)
  return (
    <div className={classes.chart}>
      <ChartBar
        count={forest.byId.size}
        zoom={zoom}
        onFound={(id) => {
          zoom.readable()
          setSearches(searches + 1)
          onSelect(id)
        }}
        onFit={() => zoom.fit(layout.width, layout.height)}
        onExpandAll={() => setChosen(new Set())}
        onCollapseAll={() => {
          setChosen(allManagers(forest))
          zoom.readable()
        }}
        more={more}
      />
      <ChartCanvas
        canvas={canvas}
        layout={layout}
        zoom={zoom.scale}
        collapsed={collapsed}
        selected={selected?.employee.id}
        searches={searches}
        moving={moving}
        canMove={isAdmin}
        onSelect={onSelect}
        onToggle={toggle}
        onPickUp={setMoving}
        onPutDown={() => setMoving(null)}
        onDrop={(managerId) => moveTo(managerId)}
      />
      {mover ? (
        <MoveBar person={mover} onTop={() => moveTo(null)} onCancel={() => setMoving(null)} />
      ) : (
        selected && (
          <PersonBar
            person={selected}
            canMove={isAdmin}
            isMoving={move.isPending}
            onMove={() => setMoving(selected.employee.id)}
            onSelect={onSelect}
          />
        )
      )}
    </div>
  )
}
