import { fold, prepared, preparedVariants } from '@trellis/db'
import { afterName, byName, byTime, isAfterName, page, pageOf, toPage, written } from '@trellis/rpc'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { postList } from '../posts/lists.ts'
import { PostView } from '../posts/views.ts'
import { admin, anyone, mustExist, notFound, refuse, router, transaction, viewer } from '../rpc.ts'
import { CategoryCount, CategoryView } from './views.ts'

const categoryList = preparedVariants(
  ({ db, tables: { categories }, expressions }, { searched }: { searched: boolean }) =>
    db
      .select({ id: categories.id, name: categories.name, postCount: categories.postCount })
      .from(categories)
      .where(
        and(
          isAfterName(categories.nameKey, categories.id),
          searched ? expressions.keyContains(categories.nameKey, sql.placeholder('q')) : undefined,
        ),
      )
      .orderBy(categories.nameKey, categories.id)
      .limit(sql.placeholder('limit')),
)

const categoryById = prepared(({ db, tables: { categories } }) =>
  db
    .select({ id: categories.id, name: categories.name, postCount: categories.postCount })
    .from(categories)
    .where(eq(categories.id, sql.placeholder('id'))),
)

const postsInCategory = postList(({ tables: { posts } }) => eq(posts.categoryId, sql.placeholder('id')))

const deletionPolicy = z.union([z.literal(['uncategorize', 'restrict']), z.object({ moveTo: input.id })])

/** Many-to-one: each post is in one category, or in none. */
export const categories = router({
  byId: anyone
    .meta({ http: 'GET /categories/{id}', reasons: ['CATEGORY_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(CategoryCount)
    .query(async ({ ctx, input }) => {
      const [category] = await categoryById(ctx, input)
      if (!category) throw notFound('categories')
      return category
    }),

  list: anyone
    .meta({ http: 'GET /categories' })
    .input(z.object({ q: input.query.optional(), ...page(byName) }))
    .output(pageOf(CategoryCount))
    .query(async ({ ctx, input: { q, limit, cursor } }) => {
      const searched = q !== undefined
      const rows = await categoryList(ctx, { searched }, { ...afterName(cursor), limit: limit + 1, q: q && fold(q) })
      return toPage(rows, limit, (category) => [fold(category.name), category.id])
    }),

  posts: anyone
    .meta({ http: 'GET /categories/{id}/posts', reasons: ['CATEGORY_NOT_FOUND'] })
    .input(z.object({ id: input.id, ...page(byTime) }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { id, ...page } }) => {
      const [category] = await categoryById(ctx, { id })
      if (!category) throw notFound('categories')
      return postsInCategory(ctx, page, null, { id })
    }),

  create: viewer
    .meta({ http: 'POST /categories', created: '/categories/{id}', reasons: ['CATEGORY_EXISTS'] })
    .input(z.object({ name: input.name }))
    .use(transaction)
    .output(CategoryView)
    .mutation(async ({ ctx: { db, tables }, input: { name } }) => {
      const [category] = await db
        .insert(tables.categories)
        .values({ name, nameKey: fold(name) })
        .returning()
      return written(category)
    }),

  rename: admin
    .meta({ http: 'PATCH /categories/{id}', reasons: ['CATEGORY_NOT_FOUND', 'CATEGORY_EXISTS'] })
    .input(z.object({ id: input.id, name: input.name }))
    .use(transaction)
    .output(CategoryView)
    .mutation(async ({ ctx: { db, tables }, input: { id, name } }) => {
      const [category] = await db
        .update(tables.categories)
        .set({ name, nameKey: fold(name) })
        .where(eq(tables.categories.id, id))
        .returning()
      if (!category) throw notFound('categories')
      return category
    }),

  delete: admin
    .meta({ http: 'DELETE /categories/{id}', reasons: ['CATEGORY_NOT_FOUND', 'HAS_POSTS'] })
    .input(z.object({ id: input.id, posts: deletionPolicy.default('uncategorize') }))
    .use(transaction)
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id, posts: policy } }) => {
      const { categories, posts } = ctx.tables
      if (typeof policy === 'object') {
        if (policy.moveTo === id) {
          throw refuse('INVALID_INPUT', {
            fields: { 'posts.moveTo': 'Name another category than the one that is deleted' },
          })
        }
        const moved = await ctx.db
          .update(posts)
          // The posts themselves did not change.
          .set({ categoryId: policy.moveTo, updatedAt: sql`${posts.updatedAt}` })
          .where(eq(posts.categoryId, id))
          .returning({ id: posts.id })
        if (moved.length === 0) await mustExist(ctx, 'categories', policy.moveTo)
      }
      const [category] = await ctx.db
        .delete(categories)
        // A post put there since they were moved must not lose its category either.
        .where(and(eq(categories.id, id), policy === 'uncategorize' ? undefined : eq(categories.postCount, 0)))
        .returning({ id: categories.id })
      if (category) return category
      await mustExist(ctx, 'categories', id)
      throw policy === 'restrict'
        ? refuse('HAS_POSTS', { message: 'There are posts in this category.' })
        : refuse('CHANGED_MEANWHILE')
    }),
})
