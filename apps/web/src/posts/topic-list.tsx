import { Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { TextLink } from '../layout/links.tsx'
import type { HomeSearch } from './home-search.ts'
import { allCategories, popularTags } from './post-queries.ts'
import classes from './topic-list.module.css'

/** Categories and popular tags, to filter the posts. If they cannot be loaded, the page is shown without them. */
export function TopicList({ search }: { search: HomeSearch }) {
  const categories = useQuery(allCategories)
  const tags = useQuery(popularTags)
  if (categories.isPending || tags.isPending) {
    return (
      <Stack gap="sm" aria-hidden>
        {[70, 90, 60, 80, 75].map((width) => (
          <Skeleton key={width} height={14} width={`${width}%`} />
        ))}
      </Stack>
    )
  }
  if (categories.data?.items.length === 0 && tags.data?.length === 0) return null
  return (
    <>
      {categories.data && categories.data.items.length > 0 && (
        <section>
          <h2 className={classes.heading}>Categories</h2>
          <ul className={classes.categories}>
            {categories.data.items.slice(0, 10).map(({ id, name, postCount }) => (
              <li key={id}>
                <Link
                  to="/"
                  search={{ ...search, view: undefined, category: search.category === id ? undefined : id }}
                  aria-current={search.category === id ? 'true' : undefined}
                  activeOptions={{ exact: true }}
                >
                  <span>{name}</span>
                  <span className={classes.count}>{postCount}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {tags.data && tags.data.length > 0 && (
        <section>
          <h2 className={classes.heading}>Popular tags</h2>
          <ul className={classes.tags}>
            {tags.data.map(({ id, name }) => (
              <li key={id}>
                <Link
                  to="/"
                  search={{ ...search, view: undefined, tag: search.tag === name ? undefined : name }}
                  aria-current={search.tag === name ? 'true' : undefined}
                  activeOptions={{ exact: true }}
                >
                  #{name}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      <TextLink to="/topics" size="sm">
        All topics
      </TextLink>
    </>
  )
}
