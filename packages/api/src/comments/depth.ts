import type { Connection } from '@trellis/db'
import type { Refuses } from '@trellis/rpc'
import { and, eq } from 'drizzle-orm'
import { isAlive } from './deletion.ts'

/** The depth of a reply to `parentId`. @throws PARENT_MISMATCH if the parent belongs to another post. */
export async function replyDepth(
  ctx: Connection & Refuses<'COMMENT_NOT_FOUND' | 'PARENT_MISMATCH'>,
  postId: number,
  parentId: number,
): Promise<number> {
  const { comments } = ctx.tables
  const [parent] = await ctx.db
    .select({ postId: comments.postId, depth: comments.depth })
    .from(comments)
    .where(and(eq(comments.id, parentId), isAlive(comments)))
  if (!parent) throw ctx.refuse('COMMENT_NOT_FOUND')
  if (parent.postId !== postId) {
    throw ctx.refuse('PARENT_MISMATCH', { fields: { parentId: 'Is on another post' } })
  }
  return parent.depth + 1
}
