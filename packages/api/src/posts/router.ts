import {
  actingUserId,
  assertNotStale,
  atVersion,
  changes,
  isPrivileged,
  ownedBy,
  pageOf,
  rowOrThrow,
  version,
  viewerId,
} from '@trellis/rpc'
import { since } from '@trellis/rpc/live'
import { and, eq, not } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest } from '../orders.ts'
import { ownerProcedure, protectedProcedure, publicProcedure, router } from '../rpc.ts'
import { categoryId, categoryLink, categoryRelink } from './category.ts'
import { postChanges, wasDraft } from './changes.ts'
import { isSeenBy, postRefusal } from './drafts.ts'
import { filteredPosts, postFilter } from './filters.ts'
import { imported } from './imported.ts'
import { neighbours } from './neighbours.ts'
import { publication } from './publication.ts'
import { changeTagLink, tagLink } from './tag-links.ts'
import { changeTags, dropTags, tagLinks, tagRelinks } from './tags.ts'
import { contentLength, PostView, postById, postsByExternalId } from './views.ts'

const title = input.line(300)
const content = input.body(100_000)
const externalId = input.line(500)

/** One-to-many: a user has posts. Many-to-one: posts have a category. Many-to-many: posts have tags. */
export const posts = router({
  byId: publicProcedure
    .meta({ http: 'GET /posts/{id}', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(PostView)
    .query(async ({ ctx, input }) => {
      const caller = await ctx.identify()
      const post = await postById(ctx, { id: input.id, viewer: viewerId(caller) })
      if (!post || !isSeenBy(caller, post)) throw ctx.refuse('POST_NOT_FOUND')
      return post
    }),

  byExternalId: publicProcedure
    .meta({ http: 'GET /posts/by-external-id/{externalId}', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ externalId }))
    .output(PostView)
    .query(async ({ ctx, input: { externalId } }) => {
      const caller = await ctx.identify()
      const [post] = await postsByExternalId(ctx, { externalId, viewer: viewerId(caller) })
      if (!post || !isSeenBy(caller, post)) throw ctx.refuse('POST_NOT_FOUND')
      return post
    }),

  list: publicProcedure
    .meta({ http: ['GET /posts', 'GET /users/{userId:authorId}/posts'] })
    .input(z.object({ content: contentLength, ...postFilter, ...newest.input }))
    .output(pageOf(PostView))
    .query(({ ctx, input }) => filteredPosts(ctx, input)),

  changes: publicProcedure
    .meta({ http: ['GET /posts/changes', 'GET /users/{userId:authorId}/posts/changes', 'GET /posts/{id}/changes'] })
    .input(z.object({ id: input.id.optional(), authorId: input.id.optional(), ...since }))
    .output(postChanges.output)
    .subscription(({ ctx, input: { id, authorId, ...input }, signal }) =>
      postChanges.follow(ctx, {
        ...{ ...input, signal },
        where: (post, key) =>
          !wasDraft(post) && (id ?? key.id) === key.id && (authorId ?? post.authorId) === post.authorId,
      }),
    ),

  imported,

  neighbours,

  create: protectedProcedure
    .meta({
      http: ['POST /posts', 'POST /users/{userId:authorId}/posts'],
      created: '/posts/{id}',
      reasons: ['NOT_ALLOWED', 'USER_NOT_FOUND', 'CATEGORY_NOT_FOUND', 'TAG_NOT_FOUND', 'POST_EXISTS', 'TOO_MANY_TAGS'],
    })
    .input(
      z.object({
        title,
        content,
        authorId: input.id.optional(),
        externalId: externalId.optional(),
        createdAt: input.instant.optional(),
        draft: z.boolean().optional(),
        category: categoryLink.optional(),
        tags: tagLinks.optional(),
      }),
    )
    .output(PostView)
    .mutation(async ({ ctx, input: { category, tags, draft, ...input } }) => {
      const { db, tables, caller } = ctx
      if ((input.externalId ?? input.createdAt) !== undefined && !isPrivileged(caller)) throw ctx.refuse('NOT_ALLOWED')
      // A new post has the same createdAt and updatedAt.
      const createdAt = input.createdAt ?? new Date().toISOString()
      const [created] = await db
        .insert(tables.posts)
        .values({
          ...input,
          createdAt: draft ? null : createdAt,
          firstPublishedAt: draft ? input.createdAt : undefined,
          updatedAt: createdAt,
          authorId: actingUserId(ctx, input.authorId, 'authorId'),
          categoryId: category && (await categoryId(ctx, category)),
        })
        .returning({ id: tables.posts.id, createdAt: tables.posts.createdAt })
      const { id } = rowOrThrow(created)
      if (tags) await changeTags(ctx, rowOrThrow(created), tags)
      return rowOrThrow(await postById(ctx, { id, viewer: viewerId(caller) }))
    }),

  ...publication,

  update: ownerProcedure
    .meta({
      http: 'PATCH /posts/{id}',
      reasons: ['POST_NOT_FOUND', 'CATEGORY_NOT_FOUND', 'TAG_NOT_FOUND', 'TOO_MANY_TAGS'],
    })
    .input(
      z.object({
        id: input.id,
        title: title.optional(),
        content: content.optional(),
        category: categoryRelink.optional(),
        tags: tagRelinks.optional(),
        version,
      }),
    )
    .output(PostView)
    .mutation(async ({ ctx, input: { id, title, content, category, tags, version } }) => {
      const { db, tables, caller } = ctx
      const owned = and(eq(tables.posts.id, id), ownedBy(ctx, tables.posts.authorId))
      const [updated] = await db
        .update(tables.posts)
        .set(
          changes(
            tables.posts,
            { title, content, categoryId: category && (await categoryId(ctx, category)) },
            { also: Object.values(tags ?? {}).some((list) => list !== undefined) },
          ),
        )
        .where(and(owned, atVersion(tables.posts, version)))
        .returning({ id: tables.posts.id, createdAt: tables.posts.createdAt })
      if (!updated) {
        await assertNotStale(ctx, tables.posts, owned, version, () => postById(ctx, { id, viewer: viewerId(caller) }))
        throw await postRefusal(ctx, id)
      }
      if (tags) await changeTags(ctx, updated, tags)
      return rowOrThrow(await postById(ctx, { id, viewer: viewerId(caller) }))
    }),

  delete: ownerProcedure
    .meta({ http: 'DELETE /posts/{id}', reasons: ['POST_NOT_FOUND'] })
    .input(z.object({ id: input.id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { db, tables } = ctx
      const [deleted] = await db
        .delete(tables.posts)
        .where(and(eq(tables.posts.id, id), ownedBy(ctx, tables.posts.authorId)))
        .returning({ id: tables.posts.id })
      if (!deleted) throw await postRefusal(ctx, id)
      return deleted
    }),

  addTag: ownerProcedure
    .meta({
      http: ['POST /posts/{postId}/tags/{tagId}', 'PUT /posts/{postId}/tags/{tagId}'],
      reasons: ['POST_NOT_FOUND', 'TAG_NOT_FOUND', 'TOO_MANY_TAGS'],
    })
    .input(tagLink)
    .output(PostView)
    .mutation(({ ctx, input }) =>
      changeTagLink(ctx, input, {
        happensIf: (linked) => not(linked),
        change: (post) => changeTags(ctx, post, { connect: [{ id: input.tagId }] }),
      }),
    ),

  removeTag: ownerProcedure
    .meta({ http: 'DELETE /posts/{postId}/tags/{tagId}', reasons: ['POST_NOT_FOUND', 'TAG_NOT_FOUND'] })
    .input(tagLink)
    .output(PostView)
    .mutation(({ ctx, input }) =>
      changeTagLink(ctx, input, {
        happensIf: (linked) => linked,
        change: (post) => dropTags(ctx, post.id, [input.tagId]),
      }),
    ),
})
