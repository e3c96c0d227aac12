import { Skeleton, Text } from '@mantine/core'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { TextLink } from '../layout/links.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { Bars } from './bars.tsx'
import classes from './stats-page.module.css'
import { monthlyPosts, topAuthors, topTags, totals } from './stats-queries.ts'

const short = new Intl.DateTimeFormat('en', { month: 'short', timeZone: 'UTC' })
const long = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
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
        {(months) => (
          <Bars
            shape="columns"
            bars={months.map(({ month, postCount }) => ({
              key: month,
              name: short.format(new Date(month)),
              longName: long.format(new Date(month)),
              posts: postCount,
            }))}
          />
        )}
      </Chart>
      <div className={classes.pair}>
        <Chart title="Top tags" query={tags}>
          {(tags) => (
            <Bars
              shape="rows"
              bars={tags.map(({ id, name, postCount }) => ({
                key: id,
                name: (
                  <TextLink to="/" search={{ tag: name }}>
                    #{name}
                  </TextLink>
                ),
                posts: postCount,
              }))}
            />
          )}
        </Chart>
        <Chart title="Top authors" query={authors}>
          {(authors) => (
            <Bars
              shape="rows"
              bars={authors.map(({ username, fullName, postCount }) => ({
                key: username,
                name: (
                  <TextLink to="/authors/$username" params={{ username }}>
                    {fullName ?? username}
                  </TextLink>
                ),
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
  const { data: authors } = useQuery(topAuthors)
  const prolific = authors?.find(({ username }) => username === data?.mostProlificAuthor)
  if (error && !data) return <LoadError what="the numbers" error={error} />
  const value = (text: ReactNode) => (data ? text : <Skeleton height={30} width={72} />)
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
              {prolific?.fullName ?? data.mostProlificAuthor}
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

/** A chart in its frame. */
function Chart<Row>({
  title,
  query,
  children,
}: {
  title: string
  query: UseQueryResult<Row[], unknown>
  children: (rows: Row[]) => ReactNode
}) {
  return (
    <section className={classes.chart} aria-label={title}>
      <h2>{title}</h2>
      {query.data ? (
        query.data.length > 0 ? (
          children(query.data)
        ) : (
          <Text c="dimmed">
            Nothing to show yet.{' '}
            <TextLink to="/write" underline="always">
              Write a post
            </TextLink>
          </Text>
        )
      ) : query.error ? (
        <LoadError what="the numbers" error={query.error} />
      ) : (
        <Skeleton height="16rem" radius="md" />
      )}
    </section>
  )
}
