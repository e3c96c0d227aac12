import type { InfiniteData, QueryKey } from '@tanstack/react-query'
import type { RouterOutputs } from '@trellis/api'
import { useState } from 'react'
import { plural } from '../layout/plural.ts'
import { isOld, type LiveEvent, type Topic } from '../live/changes.ts'
import { useLive } from '../live/use-live.ts'
import { queryClient } from '../trpc.ts'
import { changePost } from './post-cache.ts'

type Page = RouterOutputs['posts']['list']
type Row = Omit<Page['items'][number], 'content' | 'likedByViewer'>

interface Options {
  topic: Topic | false
  /** The key of the list, and what reads its first page. */
  queryKey: QueryKey
  read: () => Promise<Page>
  /** Whether a new post belongs to the list. */
  isListed?: (post: Row) => boolean
}

const none: ReadonlySet<number> = new Set()

/** Follows a list of posts: counts change where they are shown, and new posts are counted until somebody wants to see them. */
export function useNewPosts({ topic, queryKey, read, isListed = () => true }: Options) {
  const [ids, setIds] = useState(none)
  const loaded = () => queryClient.getQueryData<InfiniteData<Page, string | null>>(queryKey)
  function take(rows: Row[]) {
    const items = loaded()?.pages.flatMap((page) => page.items) ?? []
    const known = new Set(items.map(({ id }) => id))
    const newest = items[0]?.createdAt ?? ''
    for (const { id, likeCount, commentCount } of rows) changePost(id, () => ({ likeCount, commentCount }))
    const isNew = (post: Row) => !known.has(post.id) && post.createdAt >= newest && isListed(post)
    setIds((ids) => new Set([...ids, ...rows.filter(isNew).map(({ id }) => id)].filter((id) => !known.has(id))))
  }
  useLive(topic, ({ on, change }: LiveEvent) => {
    if (!topic || on !== topic.split(':')[0]) return
    if (change.kind === 'reset' && isOld(queryClient.getQueryState(queryKey)?.dataUpdatedAt)) {
      // What cannot be read now is read another time.
      read().then(
        ({ items }) => take(items),
        () => undefined,
      )
    }
    if (change.kind === 'changed' && on !== 'employees' && on !== 'comments') take(change.rows)
    if (change.kind === 'deleted') setIds((ids) => new Set([...ids].filter((id) => !change.ids.includes(id))))
  })
  return {
    label: ids.size > 0 ? plural(ids.size, 'new post') : undefined,
    onShow: () => {
      setIds(none)
      // The pages below would be read again as well.
      queryClient.setQueryData<InfiniteData<Page, string | null>>(queryKey, (data) =>
        data ? { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) } : data,
      )
      void queryClient.invalidateQueries({ queryKey })
      scrollTo({ top: 0 })
    },
  }
}
