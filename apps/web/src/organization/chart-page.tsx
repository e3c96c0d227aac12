import { Alert, EmptyState, Skeleton } from '@mantine/core'
import { IconSitemap } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { LoadError } from '../layout/load-error.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { Chart } from './chart.tsx'
import { PersonFinder } from './person-finder.tsx'
import { useForest } from './use-forest.ts'

/** Who reports to whom. `person` is the selected one. */
export function ChartPage({ person }: { person: number | undefined }) {
  usePageTitle('Organization')
  const navigate = useNavigate()
  const { forest, isPending, isEmpty, isMissing, error, more } = useForest(person)
  const select = (person: number | undefined) => {
    void navigate({ to: '/organization', search: { person }, replace: true, resetScroll: false })
  }
  return (
    <>
      <div className={classes.head}>
        <h1>Organization</h1>
        <PersonFinder aria-label="Find a person" onFound={(id) => id && select(id)} />
      </div>
      {isMissing && (
        <Alert color="gray" role="status" mb="md" withCloseButton onClose={() => select(undefined)}>
          The person that this link leads to is not in the chart.
        </Alert>
      )}
      {error ? (
        <LoadError what="the organization" error={error} />
      ) : isPending ? (
        <Skeleton height="60vh" radius="md" role="status" aria-label="Loading the organization" />
      ) : isEmpty ? (
        <EmptyState
          my="xl"
          icon={<IconSitemap />}
          title="Nobody here yet"
          description="The chart is empty until somebody is added to it."
        />
      ) : (
        <Chart forest={forest} person={person} onSelect={select} more={more} />
      )}
    </>
  )
}
