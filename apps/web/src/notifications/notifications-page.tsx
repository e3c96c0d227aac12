import { Avatar } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useEffect, useState } from 'react'
import { PeopleSkeletons } from '../authors/authors-page.tsx'
import { AuthorLink, nameOf } from '../authors/byline.tsx'
import { Empty } from '../layout/empty.tsx'
import { EndlessList } from '../layout/endless-list.tsx'
import { ButtonLink, TextLink } from '../layout/links.tsx'
import { Moment } from '../layout/moment.tsx'
import { News } from '../layout/news.tsx'
import page from '../layout/page.module.css'
import { usePageTitle } from '../layout/page-title.ts'
import { plural } from '../layout/plural.ts'
import { Row } from '../layout/row.tsx'
import { byCursor, client, trpc } from '../trpc.ts'
import classes from './notifications.module.css'
import { setUnread, unreadOptions } from './unread.ts'

type Notification = RouterOutputs['notifications']['list']['items'][number]

/** The notifications of the viewer. Those that are shown count as read. */
export function NotificationsPage({ viewerId }: { viewerId: number }) {
  usePageTitle('Notifications')
  const query = useInfiniteQuery(
    trpc.notifications.list.infiniteQueryOptions({}, { ...byCursor, refetchOnWindowFocus: false }),
  )
  const { data: unread = 0 } = useQuery(unreadOptions(viewerId))
  const newest = query.data?.pages[0]?.items[0]
  const [readUpTo, setReadUpTo] = useState(0)
  const toRead = newest && !newest.read && newest.id > readUpTo ? newest.id : undefined
  useEffect(() => {
    if (toRead === undefined) return
    // Those that come later stay unread. What cannot be told to the server now is told the next time.
    client.notifications.read.mutate({ upTo: toRead }).then(
      ({ unread }) => {
        setReadUpTo(toRead)
        setUnread(viewerId, unread)
      },
      () => undefined,
    )
  }, [toRead, viewerId])
  return (
    <div className={page.measure}>
      <h1>Notifications</h1>
      <News
        label={unread > 0 && toRead === undefined ? plural(unread, 'new notification') : undefined}
        onShow={() => query.refetch()}
      />
      <EndlessList
        query={query}
        what="your notifications"
        skeleton={<PeopleSkeletons />}
        empty={
          <Empty
            icon={<IconBell />}
            title="Nothing yet"
            description="You are told here when somebody replies to you, comments on a post of yours, or follows you."
          >
            <ButtonLink to="/write">Write a post</ButtonLink>
          </Empty>
        }
        keyOf={({ id }) => id}
      >
        {(one) => (
          <div className={classes.one} data-unread={!one.read || undefined}>
            <Row
              name={`${nameOf(one.actor)} ${acts[one.kind]}`}
              icon={<Avatar name={nameOf(one.actor)} size={36} aria-hidden />}
              title={<Title one={one} />}
              details={<Details one={one} />}
            />
          </div>
        )}
      </EndlessList>
    </div>
  )
}

const acts = { reply: 'replied to you', comment: 'commented', follow: 'follows you now' }

function Title({ one: { kind, actor, post, comment } }: { one: Notification }) {
  return (
    <>
      <AuthorLink username={actor.username}>{nameOf(actor)}</AuthorLink> {acts[kind]}
      {post && (
        <>
          {' on '}
          <TextLink
            to="/posts/$postId"
            params={{ postId: String(post.id) }}
            hash={comment ? `comment-${comment.id}` : 'comments'}
            dir="auto"
          >
            {post.title}
          </TextLink>
        </>
      )}
    </>
  )
}

function Details({ one: { comment, createdAt } }: { one: Notification }) {
  return (
    <>
      {comment && (
        <p className={classes.text} dir="auto">
          {comment.body}
        </p>
      )}
      <Moment at={createdAt} />
    </>
  )
}
