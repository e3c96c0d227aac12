import { type ArrayParam, type Connection, fold, type Placeholders, prepared, preparedVariants } from '@trellis/db'
import type { Page } from '@trellis/rpc'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import type { Context } from '../rpc.ts'
import { newestOfTag, type PostListValues, type PostPage, type PostVariant, postPage, selectPostList } from './lists.ts'
import type { PostView } from './views.ts'

const tagNames = z.array(input.name).max(20).optional()

/** The filters of a list of posts. `tags` are names. A post must pass every filter. */
export const postFilter = {
  authorId: input.id.optional(),
  categoryId: input.id.optional(),
  tags: z.object({ all: tagNames, any: tagNames, none: tagNames }).optional(),
  likedBy: input.id.optional(),
}

type PostFilter = z.infer<z.ZodObject<typeof postFilter>>

/** The filters in use: each combination is a prepared query of its own. Any number of tags is bound as one list. */
interface Shape {
  author: boolean
  category: boolean
  likedBy: boolean
  /** The tags from which a query starts: one that each post must have, several of which it must have one, or none. */
  leading: 'all' | 'any' | null
  /** Whether posts must have more tags than the leading one. */
  others: boolean
  /** Whether posts must have one of several tags, besides the leading one. */
  any: boolean
  none: boolean
}

type FilterValues = {
  authorId: number | undefined
  categoryId: number | undefined
  likedBy: number | undefined
  /** The leading tag. */
  tagId: number | undefined
  others: ArrayParam
  otherCount: number
  leading: ArrayParam
  any: ArrayParam
  none: ArrayParam
}

type At = Placeholders<FilterValues & PostListValues>

const filtered = preparedVariants((connection, { shape, ...variant }: PostVariant & { shape: Shape }, at: At) =>
  selectPostList(
    connection,
    variant,
    at,
    shape.leading ? passesInTags(connection, variant, shape, at) : passes(connection, shape, at),
  ),
)

/** The filter as a condition on posts, without a leading tag. */
function passes({ tables: { posts }, expressions }: Connection, shape: Shape, at: At): SQL | undefined {
  return and(
    shape.author ? eq(posts.authorId, at.authorId) : undefined,
    shape.category ? eq(posts.categoryId, at.categoryId) : undefined,
    // Most users like few posts, so the likes are read first.
    shape.likedBy ? sql`${posts.id} in (select post_id from likes where user_id = ${at.likedBy})` : undefined,
    shape.none ? sql`not ${hasTagOf(sql`${posts.id}`, expressions.unnest(at.none))}` : undefined,
  )
}

/**
 * The filter as a condition on posts, with a leading tag. The posts are read from the index of the tag, newest first.
 */
function passesInTags(
  { tables, expressions: { unnest, ofEach } }: Connection,
  { count }: PostVariant,
  shape: Shape,
  at: At,
): SQL {
  const id = sql`${tables.postTags.postId}`
  const rest = and(
    shape.author ? sql`${at.authorId} = (select author_id from posts where id = ${id})` : undefined,
    shape.category ? sql`${at.categoryId} = (select category_id from posts where id = ${id})` : undefined,
    shape.likedBy ? sql`exists (select 1 from likes where post_id = ${id} and user_id = ${at.likedBy})` : undefined,
    shape.others
      ? sql`(select count(*) from post_tags as link where link.post_id = ${id} and link.tag_id in (${unnest(at.others)})) = ${at.otherCount}`
      : undefined,
    shape.any ? hasTagOf(id, unnest(at.any)) : undefined,
    shape.none ? sql`not ${hasTagOf(id, unnest(at.none))}` : undefined,
  )
  const ids =
    shape.leading === 'all'
      ? sql`(${newestOfTag(tables, at.tagId, { count, at, rest })})`
      : ofEach(unnest(at.leading), (tag) => newestOfTag(tables, tag, { count, at, rest }))
  return sql`${tables.posts.id} in ${ids}`
}

/** Whether a post has one of the tags. PostgreSQL would turn `exists` into a join with every post of the tag. */
function hasTagOf(postId: SQL, tagIds: SQL): SQL {
  return sql`(select 1 from post_tags as link where link.post_id = ${postId} and link.tag_id in (${tagIds}) limit 1) is not null`
}

/** A page of the posts that pass the filter, newest first. */
export async function filteredPosts(
  ctx: Context,
  { tags, authorId, categoryId, likedBy, ...page }: PostFilter & PostPage,
): Promise<Page<z.infer<typeof PostView>>> {
  const all = [...new Set(tags?.all?.map(fold))]
  const any = [...new Set(tags?.any?.map(fold))]
  const none = [...new Set(tags?.none?.map(fold))]
  const known = await tagsByKey(ctx, [...all, ...any, ...none])
  /** The rarest first. */
  const ids = (keys: string[]) =>
    keys
      .flatMap((key) => known.get(key) ?? [])
      .sort((a, b) => a.postCount - b.postCount)
      .map(({ id }) => id)
  const nothing: Page<z.infer<typeof PostView>> = { items: [], nextCursor: null }
  if (all.some((key) => !known.has(key))) return nothing
  if (any.length > 0 && ids(any).length === 0) return nothing

  const [rarest, ...others] = ids(all)
  const leading = rarest === undefined && any.length > 0
  const { arrayParam } = ctx.expressions
  const shape: Shape = {
    author: authorId !== undefined,
    category: categoryId !== undefined,
    likedBy: likedBy !== undefined,
    leading: rarest !== undefined ? 'all' : leading ? 'any' : null,
    others: others.length > 0,
    any: any.length > 0 && !leading,
    none: ids(none).length > 0,
  }
  const values: FilterValues = {
    authorId,
    categoryId,
    likedBy,
    tagId: rarest,
    others: arrayParam(others),
    otherCount: others.length,
    leading: arrayParam(ids(any)),
    any: arrayParam(ids(any)),
    none: arrayParam(ids(none)),
  }
  return postPage(ctx, page, (variant, at) => filtered(ctx, { ...variant, shape }, { ...at, ...values }))
}

const tagsAmong = prepared(({ db, tables: { tags }, expressions }, { keys }: Placeholders<{ keys: ArrayParam }>) =>
  db
    .select({ id: tags.id, nameKey: tags.nameKey, postCount: tags.postCount })
    .from(tags)
    .where(expressions.isAmong(tags.nameKey, expressions.unnest(keys, 'text'))),
)

/** The tags with these names, read in one statement. */
async function tagsByKey(ctx: Context, keys: string[]) {
  const rows = keys.length === 0 ? [] : await tagsAmong(ctx, { keys: ctx.expressions.arrayParam(keys) })
  return new Map(rows.map((row) => [row.nameKey, row]))
}
