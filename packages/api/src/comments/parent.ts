import type { Connection } from '@trellis/db'
import type { Refuses } from '@trellis/rpc'
import { and, eq } from 'drizzle-orm'
import { isAlive } from './deletion.ts'

/** The comment that a reply is to. @throws PARENT_MISMATCH if the parent belongs to another post. */
export async function repliedTo(
  ctx: Connection & Refuses<'COMMENT_NOT_FOUND' | 'PARENT_MISMATCH'>,
  postId: number,
  parentId: number,
): Promise<{ depth: number; authorId: number | null }> {
  const { comments } = ctx.tables
  const [parent] = await ctx.db
    .select({ postId: comments.postId, depth: comments.depth, authorId: comments.authorId })
    .from(comments)
    .where(and(eq(comments.id, parentId), isAlive(comments)))
  if (!parent) throw ctx.refuse('COMMENT_NOT_FOUND')
  if (parent.postId !== postId) {
    throw ctx.refuse('PARENT_MISMATCH', { fields: { parentId: 'Is on another post' } })
  }
  return parent
}
