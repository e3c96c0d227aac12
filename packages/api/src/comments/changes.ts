import { changesOf, type DependentRows } from '@trellis/rpc/live'
import { wasDraft } from '../posts/changes.ts'
import { isSeen } from '../posts/drafts.ts'
import type { Context } from '../rpc.ts'
import { commentsByIds, postOf } from './queries.ts'
import { CommentRow } from './views.ts'

/** The changes of comments. */
export const commentChanges = changesOf({ table: 'comments', row: CommentRow, view: commentsByIds })

/** Whether the caller sees the comments of a post. */
export async function seesComments(ctx: Context, postId: number): Promise<boolean> {
  const [post] = await postOf(ctx.store.read, { postId })
  return post !== undefined && (await isSeen(ctx, post))
}

/** The comments of a post, until it is published, or a draft again. */
export const commentsOfPost = (ctx: Context, postId: number): DependentRows => ({
  read: async () => {
    const isSeen = await seesComments(ctx, postId)
    return (comment) => isSeen && comment.postId === postId
  },
  until: ({ table, key, before, after }) =>
    table === 'posts' && key.id === postId && wasDraft(before) !== wasDraft(after),
})
