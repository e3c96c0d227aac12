import type { Connection } from '@trellis/db'
import { ownedBy, type Refuses, type Ruled, viewerId } from '@trellis/rpc'
import { and, eq, exists, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { postRefusal } from './drafts.ts'
import { type PostView, postById } from './views.ts'

/** One link between a post and a tag. */
export const tagLink = z.object({ postId: input.id, tagId: input.id })

interface TagChange {
  /** Whether there is something to change, by the condition that the post has the tag. */
  happensIf(linked: SQL): SQL | undefined
  change(post: { id: number; createdAt: string | null }): Promise<void>
}

/** Changes one link between a post and a tag. */
export async function changeTagLink(
  ctx: Connection & Ruled & Refuses<'POST_NOT_FOUND' | 'NOT_ALLOWED'>,
  { postId, tagId }: z.infer<typeof tagLink>,
  { happensIf, change }: TagChange,
): Promise<z.infer<typeof PostView>> {
  const { db, tables, caller } = ctx
  const { posts, postTags } = tables
  const owned = and(eq(posts.id, postId), ownedBy(ctx, posts.authorId))
  const linked = exists(
    db
      .select({ one: sql`1` })
      .from(postTags)
      .where(and(eq(postTags.postId, postId), eq(postTags.tagId, tagId))),
  )
  const columns = { id: posts.id, createdAt: posts.createdAt }
  // Only an actual change of the tags is a new version of the post.
  const [updated] = await db
    .update(posts)
    .set({ updatedAt: sql`${posts.updatedAt}` })
    .where(and(owned, happensIf(linked)))
    .returning(columns)
  const [post] = updated ? [updated] : await db.select(columns).from(posts).where(owned)
  if (!post) throw await postRefusal(ctx, postId)
  await change(post)
  const changed = await postById(ctx, { id: postId, viewer: viewerId(caller) })
  // Without the UPDATE the row is not locked: it may have been deleted since it was read.
  if (!changed) throw ctx.refuse('POST_NOT_FOUND')
  return changed
}
