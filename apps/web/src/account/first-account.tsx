import { Alert, Code } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { totals } from '../stats/stats-queries.ts'
import type { Viewer } from '../viewer.ts'

/** Tells the first account of a site how it becomes an admin. */
export function FirstAccount({ viewer }: { viewer: Viewer }) {
  // The figures may be a second old: right after a sign-up they do not count it.
  const { data } = useQuery({
    ...totals,
    refetchInterval: ({ state }) => state.data !== undefined && state.data.userCount <= 1 && 2_000,
  })
  if (data?.userCount !== 1 || viewer.role === 'admin') return null
  return (
    <Alert color="leaf" title="You are the first here" mb="lg">
      To become an admin, run <Code>trellis admin grant {viewer.username}</Code> where the site is installed, or{' '}
      <Code>npm run trellis -- admin grant {viewer.username}</Code> in the folder of the project during development.
    </Alert>
  )
}
