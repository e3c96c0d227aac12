import { Alert, Skeleton } from '@mantine/core'
import { IconSitemap } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { Empty } from '../layout/empty.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { useViewer } from '../viewer.ts'
import classes from './chart.module.css'
import { Chart } from './chart.tsx'
import { useForest } from './use-forest.ts'
import { useLiveChart } from './use-live-chart.ts'

/** Who reports to whom. `person` is the selected one. */
export function ChartPage({ person }: { person: number | undefined }) {
  usePageTitle('Organization')
  useLiveChart()
  const navigate = useNavigate()
  const isAdmin = useViewer()?.role === 'admin'
  const { forest, isPending, isEmpty, isMissing, error, more } = useForest(person)
  const select = (person: number | undefined) => {
    void navigate({ to: '/organization', search: { person }, replace: true, resetScroll: false })
  }
  return (
    <div className={classes.wide}>
      <h1>Organization</h1>
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
        <Empty
          icon={<IconSitemap />}
          title="Nobody here yet"
          description="The chart is empty until an admin adds somebody to it."
        >
          {isAdmin && (
            <ButtonLink to="/admin" search={{ part: 'employees' }}>
              Add the first person
            </ButtonLink>
          )}
        </Empty>
      ) : (
        <Chart forest={forest} person={person} onSelect={select} more={more} />
      )}
    </div>
  )
}
