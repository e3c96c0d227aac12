import { EmptyState, type EmptyStateProps } from '@mantine/core'

/** Takes the place of a list without items. The children are links to go on. */
export function Empty({ children, ...props }: EmptyStateProps) {
  return (
    <EmptyState my="xl" {...props}>
      {children && <EmptyState.Actions>{children}</EmptyState.Actions>}
    </EmptyState>
  )
}
