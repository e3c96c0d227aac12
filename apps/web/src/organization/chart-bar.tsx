import { ActionIcon, Button, Group, Text, Tooltip } from '@mantine/core'
import { IconArrowsMaximize, IconMinus, IconPlus } from '@tabler/icons-react'
import { plural } from '../layout/plural.ts'
import classes from './chart.module.css'
import { PersonFinder } from './person-finder.tsx'
import type { Zoom } from './use-zoom.ts'

interface Props {
  count: number
  zoom: Zoom
  onFound: (id: number) => void
  onFit: () => void
  onExpandAll: () => void
  onCollapseAll: () => void
  more: (() => void) | undefined
}

/** How much of the chart is shown, and how large. */
export function ChartBar({ count, zoom, onFound, onFit, onExpandAll, onCollapseAll, more }: Props) {
  const tools = [
    { label: 'Zoom out', icon: IconMinus, act: zoom.out },
    { label: 'Zoom in', icon: IconPlus, act: zoom.in },
    { label: 'Fit into view', icon: IconArrowsMaximize, act: onFit },
  ]
  return (
    <div className={classes.bar} role="toolbar" aria-label="Chart">
      <PersonFinder aria-label="Find a person" size="xs" onFound={(id) => id && onFound(id)} />
      <Text size="sm" c="dimmed">
        {plural(count, 'person', 'people')}
      </Text>
      <Group gap={6} ml="auto">
        {more && (
          <Button variant="default" size="compact-sm" onClick={more}>
            Load more trees
          </Button>
        )}
        <Button variant="subtle" color="gray" c="dimmed" size="compact-sm" onClick={onExpandAll}>
          Expand all
        </Button>
        <Button variant="subtle" color="gray" c="dimmed" size="compact-sm" onClick={onCollapseAll}>
          Collapse all
        </Button>
        <Text component="output" size="xs" c="dimmed" miw="2.4rem" ta="right" aria-label="Zoom">
          {Math.round(zoom.scale * 100)}%
        </Text>
        <ActionIcon.Group>
          {tools.map(({ label, icon: Icon, act }) => (
            <Tooltip key={label} label={label}>
              <ActionIcon variant="default" aria-label={label} onClick={act}>
                <Icon size={16} />
              </ActionIcon>
            </Tooltip>
          ))}
        </ActionIcon.Group>
      </Group>
    </div>
  )
}
