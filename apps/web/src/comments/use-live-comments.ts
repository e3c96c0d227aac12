import type { InfiniteData } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { createContext, useContext, useState } from 'react'
import { plural } from '../layout/plural.ts'
import { type Change, isOld, type LiveEvent } from '../live/changes.ts'
import { useLive } from '../live/use-live.ts'
import { changePost } from '../posts/post-cache.ts'
import { changeRows, rowsIn } from '../row-cache.ts'
import { client, queryClient, trpc } from '../trpc.ts'
import { type Comment, commentsOptions, type Order } from './comment-options.ts'

type Row = Extract<Extract<Change, { on: 'comments' }>['change'], { kind: 'changed' }>['rows'][number]

/** The changes of comments that wait until their reader wants to see them, by the id of the comment. */
export const HeldChanges = createContext<ReadonlyMap<number, Row>>(new Map())

const all = trpc.comments.pathFilter()
const isComment = (value: object): value is Comment => 'hasReplies' in value
const readAgain = () => void queryClient.invalidateQueries(all)

/** Whether a comment is on the screen: it must not change under the eyes of the reader. */
function isOnScreen(id: number): boolean {
  const place = document.getElementById(`comment-${id}`)?.getBoundingClientRect()
  return place !== undefined && place.bottom > 0 && place.top < innerHeight
}

/** The comments of a post that were loaded, in lists and below others. */
const loadedComments = () => queryClient.getQueriesData(all).flatMap(([, data]) => rowsIn(data, isComment))

/** Adds a comment at the end of the list of a post, if the end is loaded. */
function append(postId: number, row: Row): void {
  queryClient.setQueryData<InfiniteData<RouterOutputs['comments']['list'], string | null>>(
    commentsOptions(postId).queryKey,
    (data) => {
      const last = data?.pages.at(-1)
      if (!data || !last || last.nextCursor !== null) return data
      const page = { ...last, items: [...last.items, { ...row, hasReplies: row.replyCount > 0 }] }
      return { ...data, pages: [...data.pages.slice(0, -1), page] }
    },
  )
}

/**
 * Follows the comments of a post. A new one is added at the end, where it moves nothing. Whatever would move the text that
 * somebody reads waits: new comments above the others for `news`, and changes on the screen for `held`.
 */
export function useLiveComments(post: { id: number; commentCount: number }, order: Order) {
  const [above, setAbove] = useState<ReadonlySet<number>>(new Set())
  const [held, setHeld] = useState<ReadonlyMap<number, Row>>(new Map())
  const [missed, setMissed] = useState(0)

  function take(row: Row) {
    const loaded = loadedComments()
    const known = loaded.find(({ id }) => id === row.id)
    if (known && isOnScreen(row.id)) {
      if (known.version !== row.version || known.replyCount !== row.replyCount)
        setHeld((held) => new Map(held).set(row.id, row))
    } else if (known) {
      changeRows([all], isComment, row.id, ({ hasReplies }) => ({
        ...row,
        hasReplies: hasReplies || row.replyCount > 0,
      }))
      if (row.replyCount !== known.replyCount)
        void queryClient.invalidateQueries(trpc.comments.replies.queryFilter({ commentId: row.id }))
    } else if (row.parentId === null) {
      if (order === 'newest') setAbove((above) => new Set([...above, row.id]))
      else append(post.id, row)
    }
  }
  async function check() {
    const now = await client.posts.byId.query({ id: post.id })
    changePost(post.id, () => ({ likeCount: now.likeCount, commentCount: now.commentCount }))
    setMissed((missed) => missed + Math.max(0, now.commentCount - post.commentCount))
  }
  useLive(`post:${post.id}`, (event: LiveEvent) => {
    const { on, change } = event
    if (on === 'posts' && change.kind === 'changed') {
      for (const { id, likeCount, commentCount } of change.rows)
        if (id === post.id) changePost(id, () => ({ likeCount, commentCount }))
    }
    if (on !== 'comments' || event.postId !== post.id) return
    if (
      change.kind === 'reset' &&
      isOld(queryClient.getQueryState(commentsOptions(post.id, order).queryKey)?.dataUpdatedAt)
    )
      // What cannot be read now is read another time.
      check().catch(() => undefined)
    if (change.kind === 'changed') change.rows.forEach(take)
    if (change.kind === 'deleted' && !change.ids.some(isOnScreen)) readAgain()
  })
  const loaded = new Set(above.size > 0 ? loadedComments().map(({ id }) => id) : [])
  const count = [...above].filter((id) => !loaded.has(id)).length + missed
  return {
    held,
    news: {
      label: count > 0 ? plural(count, 'new comment') : undefined,
      onShow: () => {
        setAbove(new Set())
        setMissed(0)
        readAgain()
      },
    },
  }
}

/** The change of a comment that waits, and what shows it. */
export function useHeldChange(comment: Comment): { label: string; show: () => void } | undefined {
  const row = useContext(HeldChanges).get(comment.id)
  if (!row || (row.version === comment.version && row.replyCount === comment.replyCount)) return undefined
  const replies = row.replyCount - comment.replyCount
  return {
    label: replies > 0 ? plural(replies, 'new reply', 'new replies') : 'Changed: show it',
    show: readAgain,
  }
}
