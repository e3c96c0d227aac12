import { fold, prepared, preparedVariants } from '@trellis/db'
import { afterName, byName, byTime, isAfterName, page, pageOf, toPage, written } from '@trellis/rpc'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newestOfTag, postList } from '../posts/lists.ts'
import { PostView } from '../posts/views.ts'
import { admin, anyone, notFound, router, transaction, viewer } from '../rpc.ts'
import { TagCount, TagView } from './views.ts'

const tagList = preparedVariants(({ db, tables: { tags }, expressions }, { searched }: { searched: boolean }) =>
  db
    .select({ id: tags.id, name: tags.name, postCount: tags.postCount })
    .from(tags)
    .where(
      and(
        isAfterName(tags.nameKey, tags.id),
        searched ? expressions.keyContains(tags.nameKey, sql.placeholder('q')) : undefined,
      ),
    )
    .orderBy(tags.nameKey, tags.id)
    .limit(sql.placeholder('limit')),
)

const tagById = prepared(({ db, tables: { tags } }) =>
  db
    .select({ id: tags.id, name: tags.name, postCount: tags.postCount })
    .from(tags)
    .where(eq(tags.id, sql.placeholder('id'))),
)

const tagByName = prepared(({ db, tables: { tags } }) =>
  db
    .select({ id: tags.id })
    .from(tags)
    .where(eq(tags.nameKey, sql.placeholder('nameKey'))),
)

const postsTagged = postList(
  ({ tables }, count) => sql`${tables.posts.id} in (${newestOfTag(tables, sql`${sql.placeholder('tagId')}`, count)})`,
)

/** Many-to-many: posts carry tags, through `post_tags`. */
export const tags = router({
  byId: anyone
    .meta({ http: 'GET /tags/{id}', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(TagCount)
    .query(async ({ ctx, input }) => {
      const [tag] = await tagById(ctx, input)
      if (!tag) throw notFound('tags')
      return tag
    }),

  list: anyone
    .meta({ http: 'GET /tags' })
    .input(z.object({ q: input.query.optional(), ...page(byName) }))
    .output(pageOf(TagCount))
    .query(async ({ ctx, input: { q, limit, cursor } }) => {
      const searched = q !== undefined
      const rows = await tagList(ctx, { searched }, { ...afterName(cursor), limit: limit + 1, q: q && fold(q) })
      return toPage(rows, limit, (tag) => [fold(tag.name), tag.id])
    }),

  posts: anyone
    .meta({ http: 'GET /tags/{name}/posts', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ name: input.name, ...page(byTime) }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { name, ...page } }) => {
      const [tag] = await tagByName(ctx, { nameKey: fold(name) })
      if (!tag) throw notFound('tags')
      return postsTagged(ctx, page, null, { tagId: tag.id })
    }),

  create: viewer
    .meta({ http: 'POST /tags', created: '/tags/{id}', reasons: ['TAG_EXISTS'] })
    .input(z.object({ name: input.name }))
    .use(transaction)
    .output(TagView)
    .mutation(async ({ ctx: { db, tables }, input: { name } }) => {
      const [tag] = await db
        .insert(tables.tags)
        .values({ name, nameKey: fold(name) })
        .returning()
      return written(tag)
    }),

  rename: admin
    .meta({ http: 'PATCH /tags/{id}', reasons: ['TAG_NOT_FOUND', 'TAG_EXISTS'] })
    .input(z.object({ id: input.id, name: input.name }))
    .use(transaction)
    .output(TagView)
    .mutation(async ({ ctx: { db, tables }, input: { id, name } }) => {
      const [tag] = await db
        .update(tables.tags)
        .set({ name, nameKey: fold(name) })
        .where(eq(tables.tags.id, id))
        .returning()
      if (!tag) throw notFound('tags')
      return tag
    }),

  delete: admin
    .meta({ http: 'DELETE /tags/{id}', reasons: ['TAG_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .use(transaction)
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx: { db, tables }, input: { id } }) => {
      const [tag] = await db.delete(tables.tags).where(eq(tables.tags.id, id)).returning({ id: tables.tags.id })
      if (!tag) throw notFound('tags')
      return tag
    }),
})
