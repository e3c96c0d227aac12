import type { Connection, Tables } from '@trellis/db'
import { type Caller, isPrivileged, type Refuses, viewerId } from '@trellis/rpc'
import { and, eq, isNotNull, isNull, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import { type Context, notFoundOrForbidden } from '../rpc.ts'

/** A draft has no moment of publication. */
export const isDraft = ({ createdAt }: Tables['posts']): SQL => isNull(createdAt)
export const isPublished = ({ createdAt }: Tables['posts']): SQL => isNotNull(createdAt)

/** Whether a caller sees the drafts of an author: the author, services and admins do. */
const seesDraftsOf = (caller: Caller, authorId: number): boolean =>
  isPrivileged(caller) || viewerId(caller) === authorId

/** Whether a caller sees a post. */
export const isSeenBy = (caller: Caller, post: { draft: boolean; authorId: number }): boolean =>
  !post.draft || seesDraftsOf(caller, post.authorId)

/** The author of a post if it is a draft, else null. A query of the post's comments or likes reads it in the same statement. */
export const draftAuthor = (postId: SQLWrapper) =>
  sql<
    number | null
  >`(select author_id from posts as draft where draft.id = ${postId} and draft.created_at is null)`.mapWith(Number)

/** Whether the caller sees a row that belongs to a post. */
export const isSeen = async (
  ctx: Pick<Context, 'identify'>,
  { draftAuthor }: { draftAuthor: number | null },
): Promise<boolean> => draftAuthor === null || seesDraftsOf(await ctx.identify(), draftAuthor)

/** A condition that the caller sees the post with this id. */
export function ofSeenPost({ caller, tables: { posts } }: Connection & { caller: Caller }, postId: SQLWrapper) {
  if (isPrivileged(caller)) return undefined
  const seen = or(isPublished(posts), eq(posts.authorId, viewerId(caller)))
  return sql`exists (select 1 from ${posts} where ${and(eq(posts.id, postId), seen)})`
}

/** The error if no post was changed. A draft of somebody else counts as not found. */
export async function postRefusal(ctx: Connection & Refuses<'POST_NOT_FOUND' | 'NOT_ALLOWED'>, id: number) {
  const { posts } = ctx.tables
  const drafts = await ctx.db.$count(posts, and(eq(posts.id, id), isDraft(posts)))
  return drafts > 0 ? ctx.refuse('POST_NOT_FOUND') : notFoundOrForbidden(ctx, 'POST_NOT_FOUND', id)
}
