import { Skeleton, Text } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { EndlessList } from '../layout/endless-list.tsx'
import { TextLink } from '../layout/links.tsx'
import pageClasses from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { plural } from '../layout/plural.ts'
import { SearchField } from '../layout/search-field.tsx'
import { categoryList, tagList } from './topic-queries.ts'
import classes from './topics-page.module.css'

/** Every category and every tag, and how many posts each has. */
export function TopicsPage({ q }: { q: string }) {
  usePageTitle('Topics')
  const navigate = useNavigate()
  const categories = useInfiniteQuery({ ...categoryList(q), placeholderData: keepPreviousData })
  const tags = useInfiniteQuery({ ...tagList(q), placeholderData: keepPreviousData })
  return (
    <>
      <div className={pageClasses.head}>
        <h1>Topics</h1>
        <SearchField
          label="Find a topic"
          value={q}
          onSearch={(q) => navigate({ to: '/topics', search: { q: q || undefined }, replace: true })}
        />
      </div>
      <section aria-labelledby="categories">
        <h2 id="categories">Categories</h2>
        <div className={classes.categories}>
          <EndlessList
            query={categories}
            what="the categories"
            skeleton={[1, 2, 3, 4, 5, 6].map((key) => <Skeleton key={key} height={88} radius="md" />)}
            empty={<Text c="dimmed">No category{q && ` with “${q}” in its name`}.</Text>}
            keyOf={({ id }) => id}
          >
            {({ id, name, postCount }) => (
              <Link to="/" search={{ category: id }} className={classes.category}>
                <span className={classes.name}>{name}</span>
                <span className={classes.count}>{plural(postCount, 'post')}</span>
              </Link>
            )}
          </EndlessList>
        </div>
      </section>
      <section aria-labelledby="tags">
        <h2 id="tags">Tags</h2>
        <div className={classes.tags}>
          <EndlessList
            query={tags}
            what="the tags"
            skeleton={[70, 96, 84, 120, 64, 90, 110].map((width) => (
              <Skeleton key={width} height={32} width={width} radius="xl" />
            ))}
            empty={
              <Text c="dimmed">
                No tag{q && ` with “${q}” in its name`}.{' '}
                {!q && (
                  <TextLink to="/write" underline="always">
                    Write a post that has one
                  </TextLink>
                )}
              </Text>
            }
            keyOf={({ id }) => id}
          >
            {({ name, postCount }) => (
              <Link
                to="/"
                search={{ tag: name }}
                className={classes.tag}
                aria-label={`${name}, ${plural(postCount, 'post')}`}
              >
                #{name} <span className={classes.count}>{postCount}</span>
              </Link>
            )}
          </EndlessList>
        </div>
      </section>
    </>
  )
}
