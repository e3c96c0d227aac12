import { type Connection, fold, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import { pageOf } from '@trellis/rpc'
import { eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest } from '../orders.ts'
import { newestOfTag, type PostListValues, type PostVariant, postPage, selectPostList } from '../posts/lists.ts'
import { contentLength, PostView } from '../posts/views.ts'
import { adminProcedure, publicProcedure, router } from '../rpc.ts'
import { topicById, topicProcedures } from '../topics.ts'
import { TagCount, TagView } from './views.ts'

const tagById = topicById('tags')

const tagByName = prepared(({ db, tables: { tags } }, { nameKey }: Placeholders<{ nameKey: string }>) =>
  db.select({ id: tags.id }).from(tags).where(eq(tags.nameKey, nameKey)),
)

const postsTagged = preparedVariants(
  (connection, variant: PostVariant, at: Placeholders<{ tagId: number } & PostListValues>) => {
    const { tables } = connection
    const tagged = newestOfTag(tables, at.tagId, { count: variant.count, at })
    return selectPostList(connection, variant, at, sql`${tables.posts.id} in (${tagged})`)
  },
)

/** Many-to-many: posts carry tags, through `post_tags`. */
export const tags = router({
  ...topicProcedures('tags', { view: TagView, count: TagCount, missing: 'TAG_NOT_FOUND', taken: 'TAG_EXISTS' }),

  posts: publicProcedure
    .meta({ http: 'GET /tags/{name}/posts', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ name: input.name, content: contentLength, ...newest.input }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { name, ...page } }) => {
      const [tag] = await tagByName(ctx, { nameKey: fold(name) })
      if (!tag) throw ctx.refuse('TAG_NOT_FOUND')
      return postPage(ctx, page, (variant, values) => postsTagged(ctx, variant, { ...values, tagId: tag.id }))
    }),

  merge: adminProcedure
    .meta({ http: 'POST /tags/{id}/merge', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ id: input.id, into: input.id }))
    .output(TagCount)
    .mutation(async ({ ctx, input: { id, into } }) => {
      const { db, tables } = ctx
      const { postTags, tags } = tables
      if (id === into)
        throw ctx.refuse('INVALID_INPUT', { fields: { into: 'Must be another tag than the merged one' } })
      // A post that gets the tag meanwhile waits, and is then refused because the tag is gone.
      await lockTags(ctx, id, into)
      const links = db
        .select({ postId: postTags.postId, tagId: sql`${into}`.as('tag_id'), postedAt: postTags.postedAt })
        .from(postTags)
        .where(eq(postTags.tagId, id))
      await db.insert(postTags).select(links).onConflictDoNothing()
      const [merged] = await db.delete(tags).where(eq(tags.id, id)).returning({ id: tags.id })
      const [kept] = await tagById(ctx, { id: into })
      if (!merged || !kept) throw ctx.refuse('TAG_NOT_FOUND')
      return kept
    }),

  delete: adminProcedure
    .meta({ http: 'DELETE /tags/{id}', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, tables } = ctx
      await lockTags(ctx, id)
      const [tag] = await db.delete(tables.tags).where(eq(tables.tags.id, id)).returning({ id: tables.tags.id })
      if (!tag) throw ctx.refuse('TAG_NOT_FOUND')
      return tag
    }),
})

/** Locks tags and the posts that have them: the posts first, as every change of the tags of a post does. */
async function lockTags({ db, tables, expressions }: Connection, ...ids: number[]): Promise<void> {
  const { posts, postTags, tags } = tables
  const tagged = db.select({ id: postTags.postId }).from(postTags).where(inArray(postTags.tagId, ids))
  await expressions.lockRows(db, posts, inArray(posts.id, tagged))
  await expressions.lockRows(db, tags, inArray(tags.id, ids))
}
