import { Anchor, Button, Group, Text } from '@mantine/core'
import { IconArrowsMove } from '@tabler/icons-react'
import { plural } from '../layout/plural.ts'
import classes from './chart.module.css'
import type { Person } from './forest.ts'

interface Props {
  person: Person
  canMove: boolean
  isMoving: boolean
  onMove: () => void
  onSelect: (id: number) => void
}

/** What there is to know about somebody in the chart. */
export function PersonBar({ person, canMove, isMoving, onMove, onSelect }: Props) {
  const { employee, manager, reports, below } = person
  return (
    <section className={classes.person} aria-label={employee.name}>
      <div>
        <Text fw={600}>{employee.name}</Text>
        <Text size="sm" c="dimmed">
          {employee.title && <>{employee.title} · </>}
          {manager ? (
            <>
              reports to{' '}
              <Anchor component="button" inherit underline="always" onClick={() => onSelect(manager.employee.id)}>
                {manager.employee.name}
              </Anchor>
            </>
          ) : (
            'reports to nobody'
          )}
          {reports.length > 0 && ` · ${plural(reports.length, 'report')}`}
          {below > reports.length && `, ${plural(below, 'person', 'people')} below`}
        </Text>
      </div>
      {canMove && (
        <Group ml="auto">
          <Button
            variant="default"
            size="xs"
            leftSection={<IconArrowsMove size={14} />}
            loading={isMoving}
            onClick={onMove}
          >
            Move
          </Button>
        </Group>
      )}
    </section>
  )
}
