import { Avatar, Skeleton, Text } from '@mantine/core'
import { IconFeather } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { isNotFound } from '../errors.ts'
import { Empty } from '../layout/empty.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { LoadError } from '../layout/load-error.tsx'
import { Moment } from '../layout/moment.tsx'
import pageClasses from '../layout/page.module.css'
import { PageMissing } from '../layout/page-missing.tsx'
import { usePageTitle } from '../layout/page-title.ts'
import { PostCard } from '../posts/post-card.tsx'
import { PostList, PostSkeletons } from '../posts/post-list.tsx'
import { useOwnPage } from '../rendered-page.ts'
import { useViewer } from '../viewer.ts'
import { authorOptions, olderPosts } from './author-queries.ts'
import classes from './authors-page.module.css'
import { FollowButton } from './follow-button.tsx'
import { PeopleList } from './people-list.tsx'

type User = RouterOutputs['users']['byUsername']
type Show = 'posts' | 'followers' | 'following'

/** An author: who they are, what they wrote, who follows them and whom they follow. */
export function AuthorPage({ username, show }: { username: string; show: Show }) {
  useOwnPage()
  const { data: user, error } = useQuery(authorOptions(username))
  usePageTitle(user ? (user.profile?.fullName ?? user.username) : username)
  if (isNotFound(error)) return <PageMissing what="author" />
  if (!user) {
    if (error) return <LoadError what="the author" error={error} />
    return (
      <div className={pageClasses.measure}>
        <div className={classes.skeleton}>
          <Skeleton circle height={84} />
          <Skeleton height={30} width="45%" />
        </div>
        <PostSkeletons count={3} />
      </div>
    )
  }
  return (
    <div className={pageClasses.measure}>
      <Head user={user} />
      <Tabs user={user} show={show} />
      {show === 'posts' ? <Posts user={user} /> : <PeopleList userId={user.id} show={show} />}
    </div>
  )
}

function Head({ user }: { user: User }) {
  const viewer = useViewer()
  const name = user.profile?.fullName ?? user.username
  return (
    <header className={classes.head}>
      <Avatar name={name} size={84} aria-hidden />
      <div>
        <h1 className={classes.name} dir="auto">
          {name}
        </h1>
        <Text c="dimmed">
          @{user.username} · here since <Moment at={user.createdAt} />
        </Text>
        {user.profile?.bio && (
          <p className={classes.bio} dir="auto">
            {user.profile.bio}
          </p>
        )}
      </div>
      {viewer?.id === user.id ? (
        <ButtonLink to="/account" variant="default">
          Edit profile
        </ButtonLink>
      ) : (
        <FollowButton user={user} />
      )}
    </header>
  )
}

function Tabs({ user, show }: { user: User; show: Show }) {
  const tabs = [
    { key: 'posts', label: 'Posts', count: user.postCount, search: {} },
    { key: 'followers', label: 'Followers', count: user.followerCount, search: { show: 'followers' } },
    { key: 'following', label: 'Following', count: user.followingCount, search: { show: 'following' } },
  ] as const
  return (
    <nav className={pageClasses.tabs} aria-label="About this author">
      {tabs.map(({ key, label, count, search }) => (
        <Link
          key={key}
          to="/authors/$username"
          params={{ username: user.username }}
          search={search}
          activeOptions={{ exact: true }}
          aria-current={show === key ? 'page' : undefined}
          resetScroll={false}
        >
          {label} <span className={classes.count}>{count}</span>
        </Link>
      ))}
    </nav>
  )
}

function Posts({ user }: { user: User }) {
  const viewer = useViewer()
  if (user.posts.items.length === 0) {
    return (
      <Empty icon={<IconFeather />} title="No post yet">
        {viewer?.id === user.id && <ButtonLink to="/write">Write your first post</ButtonLink>}
      </Empty>
    )
  }
  return (
    <>
      {user.posts.items.map((post) => (
        <PostCard key={post.id} post={post} />
      ))}
      {user.posts.nextCursor && <OlderPosts authorId={user.id} cursor={user.posts.nextCursor} />}
    </>
  )
}

/** Goes on where the posts that came with the author end. */
function OlderPosts({ authorId, cursor }: { authorId: number; cursor: string }) {
  const query = useInfiniteQuery(olderPosts(authorId, cursor))
  return <PostList query={query} empty={null} />
}
