import { Button, EmptyState } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { messageOf } from '../errors.ts'
import { retryFailed } from '../trpc.ts'

interface Props {
  what: string
  error: unknown
  /** Tries again; if not given, everything on the page that failed is asked for again. */
  retry?: () => unknown
}

/** Says what could not be loaded and why, and offers to try again. */
export function LoadError({ what, error, retry = retryFailed }: Props) {
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
