import { Avatar, Skeleton, Stack, Text } from '@mantine/core'
import { IconUserSearch } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { RouterOutputs } from '@trellis/api'
import { Empty } from '../layout/empty.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { ButtonLink, TextLink } from '../layout/links.tsx'
import pageClasses from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { plural } from '../layout/plural.ts'
import { SearchField } from '../layout/search-field.tsx'
import { authorsOptions } from './author-queries.ts'
import classes from './authors-page.module.css'
import { AuthorLink } from './byline.tsx'
import { FollowButton } from './follow-button.tsx'

/** Every user, to find people to read and follow. */
export function AuthorsPage({ q }: { q: string }) {
  usePageTitle('Authors')
  const navigate = useNavigate()
  const query = useInfiniteQuery({ ...authorsOptions(q), placeholderData: keepPreviousData })
  return (
    <div className={pageClasses.measure}>
      <h1>Authors</h1>
      <SearchField
        label="Find an author"
        value={q}
        onSearch={(q) => navigate({ to: '/authors', search: { q: q || undefined }, replace: true })}
      />
      <EndlessList
        query={query}
        what="the authors"
        skeleton={<PeopleSkeletons />}
        empty={
          <Empty
            icon={<IconUserSearch />}
            title={q ? `No author matches “${q}”` : 'No author yet'}
            description={q ? 'Try a part of the name or the username.' : 'The first account could be yours.'}
          >
            {q ? (
              <ButtonLink to="/authors" variant="default">
                All authors
              </ButtonLink>
            ) : (
              <ButtonLink to="/sign-up">Sign up</ButtonLink>
            )}
          </Empty>
        }
        keyOf={(user) => user.id}
      >
        {(user) => <AuthorCard user={user} />}
      </EndlessList>
    </div>
  )
}

function AuthorCard({ user }: { user: RouterOutputs['users']['list']['items'][number] }) {
  const name = user.profile?.fullName ?? user.username
  return (
    <article className={classes.author} aria-label={name}>
      <Avatar name={name} size={48} aria-hidden />
      <div className={classes.text}>
        <AuthorLink username={user.username}>{name}</AuthorLink>
        <Text size="sm" c="dimmed">
          @{user.username} · {plural(user.postCount, 'post')} · {plural(user.followerCount, 'follower')}
        </Text>
        {user.profile?.bio && (
          <Text mt={6} dir="auto">
            {user.profile.bio}
          </Text>
        )}
        {user.posts.items[0] && (
          <Text size="sm" c="dimmed" mt={6}>
            Latest:{' '}
            <TextLink to="/posts/$postId" params={{ postId: String(user.posts.items[0].id) }} underline="always">
              {user.posts.items[0].title}
            </TextLink>
          </Text>
        )}
      </div>
      <FollowButton user={user} size="xs" />
    </article>
  )
}

/** The shape of a list of people. */
export function PeopleSkeletons() {
  return (
    <Stack gap="lg" mt="xl" role="status" aria-label="Loading the people">
      {['42%', '38%', '50%', '34%'].map((width) => (
        <div key={width} className={classes.skeleton}>
          <Skeleton circle height={44} />
          <Skeleton height={14} width={width} />
        </div>
      ))}
    </Stack>
  )
}
