import { Button, EmptyState } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { messageOf } from '../errors.ts'

/** Says what could not be loaded and why, and offers to try again. */
export function LoadError({ what, error, retry }: { what: string; error: unknown; retry: () => unknown }) {
  return (
    <EmptyState
      size="sm"
      my="xl"
      role="alert"
      icon={<IconCloudOff />}
      title={`Could not load ${what}`}
      description={messageOf(error)}
    >
      <EmptyState.Actions>
        <Button variant="default" onClick={() => retry()}>
          Try again
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}
