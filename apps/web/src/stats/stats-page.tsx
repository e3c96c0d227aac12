import { Skeleton, Text } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense } from 'react'
import { TextLink } from '../layout/links.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import classes from './stats-page.module.css'
import { monthlyPosts, topAuthors, topTags, totals } from './stats-queries.ts'

const MonthChart = lazy(() => import('./month-chart.tsx'))
const RankChart = lazy(() => import('./rank-chart.tsx'))

const number = new Intl.NumberFormat('en')

/** Numbers about the blog, and charts. */
export function StatsPage() {
  usePageTitle('Stats')
  const months = useQuery(monthlyPosts)
  const tags = useQuery(topTags)
  const authors = useQuery(topAuthors)
  return (
    <>
      <h1>Stats</h1>
      <Totals />
      <Chart title="Posts by month" query={months}>
        {(months) => <MonthChart months={months} />}
      </Chart>
      <div className={classes.pair}>
        <Chart title="Top tags" query={tags}>
          {(tags) => (
            <RankChart
              caption="Posts by tag"
              rows={tags.map(({ name, postCount }) => ({ name: `#${name}`, posts: postCount }))}
            />
          )}
        </Chart>
        <Chart title="Top authors" query={authors}>
          {(authors) => (
            <RankChart
              caption="Posts by author"
              rows={authors.map(({ fullName, username, postCount }) => ({
                name: fullName ?? username,
                posts: postCount,
              }))}
            />
          )}
        </Chart>
      </div>
    </>
  )
}

function Totals() {
  const { data, error } = useQuery(totals)
  if (error && !data) return <LoadError what="the numbers" error={error} />
  const value = (text: ReactNode) => (data ? text : <Skeleton height={30} width={72} mt={8} />)
  return (
    <dl className={classes.totals}>
      <Total label="Posts">{value(number.format(data?.postCount ?? 0))}</Total>
      <Total label="Authors">{value(number.format(data?.userCount ?? 0))}</Total>
      <Total label="Tags">{value(number.format(data?.tagCount ?? 0))}</Total>
      <Total label="Most used tag">
        {value(
          data?.mostUsedTag ? (
            <TextLink to="/" search={{ tag: data.mostUsedTag }} inherit>
              #{data.mostUsedTag}
            </TextLink>
          ) : (
            'None yet'
          ),
        )}
      </Total>
      <Total label="Most prolific author">
        {value(
          data?.mostProlificAuthor ? (
            <TextLink to="/authors/$username" params={{ username: data.mostProlificAuthor }} inherit>
              {data.mostProlificAuthor}
            </TextLink>
          ) : (
            'Nobody yet'
          ),
        )}
      </Total>
    </dl>
  )
}

function Total({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A chart in its frame. The code that draws it is loaded apart. */
function Chart<Row>({
  title,
  query,
  children,
}: {
  title: string
  query: UseQueryResult<Row[], unknown>
  children: (rows: Row[]) => ReactNode
}) {
  const waiting = <Skeleton height={260} radius="md" />
  return (
    <section className={classes.chart} aria-label={title}>
      <h2>{title}</h2>
      {query.data ? (
        query.data.length > 0 ? (
          <Suspense fallback={waiting}>{children(query.data)}</Suspense>
        ) : (
          <Text c="dimmed">Nothing to draw yet.</Text>
        )
      ) : query.error ? (
        <LoadError what="the numbers" error={query.error} />
      ) : (
        waiting
      )}
    </section>
  )
}
