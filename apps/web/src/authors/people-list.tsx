import { Avatar } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Empty } from '../layout/empty.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { Row } from '../layout/row.tsx'
import { followersOptions, followingOptions } from './author-queries.ts'
import { PeopleSkeletons } from './authors-page.tsx'
import { AuthorLink, nameOf } from './byline.tsx'

/** Who follows somebody, or whom they follow. */
export function PeopleList({ userId, show }: { userId: number; show: 'followers' | 'following' }) {
  const followers = useInfiniteQuery({ ...followersOptions(userId), enabled: show === 'followers' })
  const following = useInfiniteQuery({ ...followingOptions(userId), enabled: show === 'following' })
  return (
    <EndlessList
      query={show === 'followers' ? followers : following}
      what="the people"
      skeleton={<PeopleSkeletons />}
      empty={<Empty icon={<IconUsers />} title={show === 'followers' ? 'No follower yet' : 'Follows nobody yet'} />}
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
