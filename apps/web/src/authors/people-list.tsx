import { Avatar } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { Empty } from '../layout/empty.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { ButtonLink } from '../layout/links.tsx'
import { Row } from '../layout/row.tsx'
import { useViewer } from '../viewer.ts'
import { followersOptions, followingOptions } from './author-queries.ts'
import { PeopleSkeletons } from './authors-page.tsx'
import { AuthorLink, nameOf } from './byline.tsx'
import { FollowButton } from './follow-button.tsx'

type User = RouterOutputs['users']['byUsername']

/** Who follows somebody, or whom they follow. */
export function PeopleList({ user, show }: { user: User; show: 'followers' | 'following' }) {
  const userId = user.id
  const mine = useViewer()?.id === userId
  const followers = useInfiniteQuery({ ...followersOptions(userId), enabled: show === 'followers' })
  const following = useInfiniteQuery({ ...followingOptions(userId), enabled: show === 'following' })
  return (
    <EndlessList
      query={show === 'followers' ? followers : following}
      what="the people"
      skeleton={<PeopleSkeletons />}
      empty={
        show === 'followers' ? (
          <Empty icon={<IconUsers />} title="No follower yet">
            {mine ? <ButtonLink to="/write">Write a post</ButtonLink> : <FollowButton user={user} />}
          </Empty>
        ) : (
          <Empty icon={<IconUsers />} title={mine ? 'You follow nobody yet' : 'Follows nobody yet'}>
            <ButtonLink to="/authors">{mine ? 'Find authors to follow' : 'See all authors'}</ButtonLink>
          </Empty>
        )
      }
      keyOf={(person) => person.id}
    >
      {(person) => (
        <Row
          name={nameOf(person)}
          icon={<Avatar name={nameOf(person)} size={40} aria-hidden />}
          title={<AuthorLink username={person.username}>{nameOf(person)}</AuthorLink>}
          details={`@${person.username}`}
        />
      )}
    </EndlessList>
  )
}
