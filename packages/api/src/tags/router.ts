import { fold, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import { byTime, page, pageOf } from '@trellis/rpc'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { namedById, namedProcedures } from '../named.ts'
import { newestOfTag, type PostListValues, type PostVariant, postPage, selectPostList } from '../posts/lists.ts'
import { contentLength, PostView } from '../posts/views.ts'
import { adminProcedure, notFound, publicProcedure, refuse, router, transaction } from '../rpc.ts'
import { TagCount, TagView } from './views.ts'

const tagById = namedById('tags')

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
  ...namedProcedures('tags', { view: TagView, count: TagCount, missing: 'TAG_NOT_FOUND', taken: 'TAG_EXISTS' }),

  posts: publicProcedure
    .meta({ http: 'GET /tags/{name}/posts', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ name: input.name, content: contentLength, ...page(byTime) }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { name, ...page } }) => {
      const [tag] = await tagByName(ctx, { nameKey: fold(name) })
      if (!tag) throw notFound(ctx, 'tags')
      return postPage(ctx, page, (variant, values) => postsTagged(ctx, variant, { ...values, tagId: tag.id }))
    }),

  merge: adminProcedure
    .meta({ http: 'POST /tags/{id}/merge', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ id: input.id, into: input.id }))
    .use(transaction)
    .output(TagCount)
    .mutation(async ({ ctx, input: { id, into } }) => {
      const { db, tables } = ctx
      const { postTags, tags } = tables
      if (id === into)
        throw refuse(ctx, 'INVALID_INPUT', { fields: { into: 'Must be another tag than the merged one' } })
      // Locks the tag: a post that gets it meanwhile waits, and is then refused because the tag is gone.
      await db
        .update(tags)
        .set({ createdAt: sql`${tags.createdAt}` })
        .where(eq(tags.id, id))
      const links = db
        .select({ postId: postTags.postId, tagId: sql`${into}`.as('tag_id'), postedAt: postTags.postedAt })
        .from(postTags)
        .where(eq(postTags.tagId, id))
      await db.insert(postTags).select(links).onConflictDoNothing()
      const [merged] = await db.delete(tags).where(eq(tags.id, id)).returning({ id: tags.id })
      const [kept] = await tagById(ctx, { id: into })
      if (!merged || !kept) throw notFound(ctx, 'tags')
      return kept
    }),

  delete: adminProcedure
    .meta({ http: 'DELETE /tags/{id}', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .use(transaction)
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, tables } = ctx
      const [tag] = await db.delete(tables.tags).where(eq(tables.tags.id, id)).returning({ id: tables.tags.id })
      if (!tag) throw notFound(ctx, 'tags')
      return tag
    }),
})
