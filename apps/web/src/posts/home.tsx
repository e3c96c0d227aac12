import { Group } from '@mantine/core'
import { IconFeather, IconUsers } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Empty } from '../layout/empty.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { News } from '../layout/news.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { useOwnPage } from '../rendered-page.ts'
import { client } from '../trpc.ts'
import { useViewer, viewerOptions } from '../viewer.ts'
import classes from './home.module.css'
import type { HomeSearch } from './home-search.ts'
import { PostList, PostSkeletons } from './post-list.tsx'
import { allCategories, feedPosts, latestPosts, listedPosts } from './post-queries.ts'
import { TopicList } from './topic-list.tsx'
import { useNewPosts } from './use-new-posts.ts'

/** The home page: the latest posts, or those by the authors that the viewer follows. */
export function Home({ search }: { search: HomeSearch }) {
  useOwnPage()
  const feed = search.view === 'feed'
  const categories = useQuery(allCategories).data?.items
  const category = categories?.find(({ id }) => id === search.category)?.name ?? (search.category && 'Category')
  const filters = [category, search.tag && `#${search.tag}`].filter(Boolean).join(', ')
  const title = feed ? 'Your feed' : filters || 'Latest posts'
  usePageTitle(feed || filters ? title : undefined)
  return (
    <div className={classes.columns}>
      <div className={classes.posts}>
        <div className={classes.head}>
          <h1 className={classes.title} dir="auto">
            {title}
          </h1>
          <nav aria-label="Which posts" className={classes.views}>
            <Link to="/" activeOptions={{ exact: true }} aria-current={feed ? undefined : 'page'}>
              Latest
            </Link>
            <Link to="/" search={{ view: 'feed' }} aria-current={feed ? 'page' : undefined}>
              Your feed
            </Link>
          </nav>
        </div>
        {feed ? <Feed /> : <Latest key={filters} search={search} filtered={filters !== ''} />}
      </div>
      <aside className={classes.aside} aria-label="Topics">
        <TopicList search={search} />
      </aside>
    </div>
  )
}

function Latest({ search, filtered }: { search: HomeSearch; filtered: boolean }) {
  const options = latestPosts(search)
  const query = useInfiniteQuery(options)
  const news = useNewPosts({
    topic: 'posts',
    queryKey: options.queryKey,
    read: () => client.posts.list.query(listedPosts(search)),
    isListed: ({ tags, category }) =>
      (!search.tag || tags.some(({ name }) => name === search.tag)) &&
      (!search.category || category?.id === search.category),
  })
  const empty = filtered ? (
    <Empty
      icon={<IconFeather />}
      title="No post here"
      description="Nobody has written about this yet, or there is no such topic."
    >
      <ButtonLink to="/" variant="default">
        All posts
      </ButtonLink>
    </Empty>
  ) : (
    <Empty icon={<IconFeather />} title="No post yet" description="The first post could be yours.">
      <ButtonLink to="/write">Write a post</ButtonLink>
    </Empty>
  )
  return (
    <>
      {filtered && (
        <Group mb="xs">
          <ButtonLink to="/" variant="default" size="compact-sm">
            Show all posts
          </ButtonLink>
        </Group>
      )}
      <News {...news} />
      <PostList query={query} empty={empty} />
    </>
  )
}

function Feed() {
  const viewer = useViewer()
  const { data: known, error } = useQuery(viewerOptions)
  const query = useInfiniteQuery({ ...feedPosts, enabled: viewer !== null })
  const news = useNewPosts({
    topic: viewer ? `feed:${viewer.id}` : false,
    queryKey: feedPosts.queryKey,
    read: () => client.feed.list.query({ content: 'excerpt' }),
  })
  if (known === undefined) return error ? <LoadError what="your feed" error={error} /> : <PostSkeletons />
  if (!viewer) {
    return (
      <Empty icon={<IconUsers />} title="Posts by the people you follow" description="Sign in to read them here.">
        <ButtonLink to="/sign-in" search={{ next: '/?view=feed' }}>
          Sign in
        </ButtonLink>
      </Empty>
    )
  }
  const empty = (
    <Empty
      icon={<IconUsers />}
      title="Your feed is empty"
      description="Follow authors on their pages, and what they write shows up here."
    >
      <ButtonLink to="/authors" variant="default">
        Find authors
      </ButtonLink>
    </Empty>
  )
  return (
    <>
      <News {...news} />
      <PostList query={query} empty={empty} />
    </>
  )
}
