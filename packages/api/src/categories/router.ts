import { type Placeholders, preparedVariants } from '@trellis/db'
import { pageOf } from '@trellis/rpc'
import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest } from '../orders.ts'
import { type PostListValues, type PostVariant, postPage, selectPostList } from '../posts/lists.ts'
import { contentLength, PostView } from '../posts/views.ts'
import { adminProcedure, assertExists, publicProcedure, router } from '../rpc.ts'
import { topicById, topicProcedures } from '../topics.ts'
import { CategoryCount, CategoryView } from './views.ts'

const categoryById = topicById('categories')

const postsInCategory = preparedVariants(
  (connection, variant: PostVariant, at: Placeholders<{ id: number } & PostListValues>) =>
    selectPostList(connection, variant, at, eq(connection.tables.posts.categoryId, at.id)),
)

const deletionPolicy = z.union([z.literal(['uncategorize', 'restrict']), z.object({ moveTo: input.id })])

/** Many-to-one: each post is in one category, or in none. */
export const categories = router({
  ...topicProcedures('categories', {
    view: CategoryView,
    count: CategoryCount,
    missing: 'CATEGORY_NOT_FOUND',
    taken: 'CATEGORY_EXISTS',
  }),

  posts: publicProcedure
    .meta({ http: 'GET /categories/{id}/posts', reasons: ['CATEGORY_NOT_FOUND'] })
    .input(z.object({ id: input.id, content: contentLength, ...newest.input }))
    .output(pageOf(PostView))
    .query(async ({ ctx, input: { id, ...page } }) => {
      const [category] = await categoryById(ctx, { id })
      if (!category) throw ctx.refuse('CATEGORY_NOT_FOUND')
      return postPage(ctx, page, (variant, values) => postsInCategory(ctx, variant, { ...values, id }))
    }),

  delete: adminProcedure
    .meta({ http: 'DELETE /categories/{id}', reasons: ['CATEGORY_NOT_FOUND', 'HAS_POSTS'] })
    .input(z.object({ id: input.id, posts: deletionPolicy.default('uncategorize') }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id, posts: policy } }) => {
      const { categories, posts } = ctx.tables
      // One deletion at a time: two that move posts to each other's category would deadlock.
      await ctx.expressions.lock(ctx.db, 'categories')
      // The posts first, then this category, then another one: a change of a post takes locks in this order.
      await ctx.expressions.lockRows(ctx.db, posts, eq(posts.categoryId, id))
      await ctx.expressions.lockRows(ctx.db, categories, eq(categories.id, id))
      if (typeof policy === 'object') {
        if (policy.moveTo === id) {
          throw ctx.refuse('INVALID_INPUT', {
            fields: { 'posts.moveTo': 'Must be another category than the deleted one' },
          })
        }
        const moved = await ctx.db
          .update(posts)
          // The posts themselves did not change.
          .set({ categoryId: policy.moveTo, updatedAt: sql`${posts.updatedAt}` })
          .where(eq(posts.categoryId, id))
          .returning({ id: posts.id })
        if (moved.length === 0) await assertExists(ctx, 'CATEGORY_NOT_FOUND', policy.moveTo)
      }
      const [category] = await ctx.db
        .delete(categories)
        // A post that was added to the category meanwhile must keep a category.
        .where(
          and(
            eq(categories.id, id),
            policy === 'uncategorize' ? undefined : sql`not exists (select 1 from posts where category_id = ${id})`,
          ),
        )
        .returning({ id: categories.id })
      if (category) return category
      await assertExists(ctx, 'CATEGORY_NOT_FOUND', id)
      throw policy === 'restrict'
        ? ctx.refuse('HAS_POSTS', { message: 'There are posts in this category.' })
        : ctx.refuse('CHANGED_MEANWHILE')
    }),
})
