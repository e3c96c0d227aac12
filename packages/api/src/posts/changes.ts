import type { Connection } from '@trellis/db'
import { changesOf, type Sees } from '@trellis/rpc/live'
import { PostRow, postsByIds } from './views.ts'

/** The changes of published posts, with changes of their counts. A post that becomes a draft again is deleted for subscribers. */
export const postChanges = changesOf({
  table: 'posts',
  row: PostRow,
  // By the time it is read, a post can be a draft.
  view: async (connection: Connection, ids) => (await postsByIds(connection, ids, 0)).filter(({ draft }) => !draft),
})

/** Whether a post is a draft, by its columns in the journal. */
export const wasDraft = (post: Parameters<Sees>[0] | null): boolean => post?.createdAt === null
