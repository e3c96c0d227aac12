import { Button, Group, Text } from '@mantine/core'
import classes from './chart.module.css'
import type { Person } from './forest.ts'

/** What to do while somebody is being moved. */
export function MoveBar({ person, onTop, onCancel }: { person: Person; onTop: () => void; onCancel: () => void }) {
  return (
    <section className={classes.person} data-moving aria-label="Move">
      <Text role="status" size="sm">
        Moving <strong>{person.employee.name}</strong>: choose the new manager in the chart, with a click, or with the
        arrow keys and Enter.
      </Text>
      <Group gap="xs" ml="auto">
        {person.manager && (
          <Button variant="default" size="xs" onClick={onTop}>
            No manager
          </Button>
        )}
        <Button variant="default" size="xs" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </section>
  )
}
