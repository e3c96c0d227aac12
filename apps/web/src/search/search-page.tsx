import { Group, NativeSelect, Pill, VisuallyHidden } from '@mantine/core'
import { IconMoodEmpty, IconSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Empty } from '../layout/empty.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { ButtonLink } from '../layout/links.tsx'
import classes from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { SearchField } from '../layout/search-field.tsx'
import { PostSkeletons } from '../posts/post-list.tsx'
import { allCategories } from '../posts/post-queries.ts'
import { HitCard } from './hit-card.tsx'
import { foundPosts, type SearchSearch } from './search-queries.ts'

/** Search while typing. The search text is in the URL. */
export function SearchPage({ search }: { search: SearchSearch }) {
  const q = search.q?.trim() ?? ''
  usePageTitle(q ? `“${q}”` : 'Search')
  const navigate = useNavigate()
  const categories = useQuery(allCategories).data?.items ?? []
  const go = (change: SearchSearch) => navigate({ to: '/search', search: { ...search, ...change }, replace: true })
  return (
    <div className={classes.measure}>
      <h1>Search</h1>
      <SearchField
        label="Search the posts"
        size="lg"
        autoFocus
        value={search.q ?? ''}
        onSearch={(q) => go({ q: q || undefined })}
      />
      <Group mt="md" gap="sm">
        <NativeSelect
          aria-label="Category"
          size="xs"
          value={search.category ?? ''}
          onChange={(event) => go({ category: Number(event.currentTarget.value) || undefined })}
          data={[
            { value: '', label: 'All categories' },
            ...categories.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
        {search.tag && (
          <Pill
            size="md"
            withRemoveButton
            removeButtonProps={{ 'aria-label': `Not only #${search.tag}`, 'aria-hidden': false, tabIndex: 0 }}
            onRemove={() => go({ tag: undefined })}
          >
            #{search.tag}
          </Pill>
        )}
      </Group>
      {q ? (
        <Hits search={{ ...search, q }} />
      ) : (
        <Empty
          icon={<IconSearch />}
          title="What are you looking for?"
          description={'Words in any order, "a phrase", #tag or @author.'}
        />
      )}
    </div>
  )
}

function Hits({ search }: { search: SearchSearch & { q: string } }) {
  const query = useInfiniteQuery({ ...foundPosts(search), placeholderData: keepPreviousData })
  const count = query.data?.pages.reduce((sum, page) => sum + page.items.length, 0)
  return (
    <>
      <VisuallyHidden role="status">
        {count !== undefined && !query.isPlaceholderData && `${count}${query.hasNextPage ? ' or more' : ''} found`}
      </VisuallyHidden>
      <EndlessList
        query={query}
        what="what was found"
        skeleton={<PostSkeletons count={3} />}
        empty={
          <Empty
            icon={<IconMoodEmpty />}
            title={`Nothing has all of “${search.q}”`}
            description="Try fewer words, or the beginning of one."
          >
            {(search.tag || search.category) && (
              <ButtonLink to="/search" search={{ q: search.q }} variant="default">
                Search all posts
              </ButtonLink>
            )}
          </Empty>
        }
        keyOf={({ post }) => post.id}
      >
        {(hit) => <HitCard hit={hit} q={search.q} />}
      </EndlessList>
    </>
  )
}
