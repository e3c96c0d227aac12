import { EmptyState } from '@mantine/core'
import { IconPlant2Off } from '@tabler/icons-react'
import { ButtonLink } from './links.tsx'
import { usePageTitle } from './page-title.ts'

/** Shown for an unknown address, or for a row that does not exist. */
export function PageMissing({ what = 'page' }: { what?: string }) {
  usePageTitle('Not found')
  return (
    <EmptyState size="lg" mt="xl" icon={<IconPlant2Off />}>
      <h1 style={{ margin: 0, fontFamily: 'var(--mantine-font-family-headings)' }}>Not found</h1>
      <EmptyState.Description>
        There is no such {what}. It may have been removed, or the address is mistyped.
      </EmptyState.Description>
      <EmptyState.Actions>
        <ButtonLink to="/">Go to the latest posts</ButtonLink>
        <ButtonLink to="/search" variant="default">
          Search
        </ButtonLink>
      </EmptyState.Actions>
    </EmptyState>
  )
}
