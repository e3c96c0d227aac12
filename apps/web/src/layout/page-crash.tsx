import { Button, EmptyState } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { usePageTitle } from './page-title.ts'

/** Shown when a page could not be drawn, for instance because its code could not be loaded. */
export function PageCrash({ reset }: ErrorComponentProps) {
  usePageTitle('Something went wrong')
  return (
    <EmptyState size="lg" mt="xl" role="alert" icon={<IconAlertTriangle />}>
      <h1 style={{ margin: 0, fontFamily: 'var(--mantine-font-family-headings)' }}>This page could not be shown</h1>
      <EmptyState.Description>Your connection may be interrupted. Nothing you saved is lost.</EmptyState.Description>
      <EmptyState.Actions>
        <Button
          onClick={() => {
            reset()
            location.reload()
          }}
        >
          Load it again
        </Button>
      </EmptyState.Actions>
    </EmptyState>
  )
}
