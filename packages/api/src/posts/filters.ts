import { type Connection, fold, preparedVariants } from '@trellis/db'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '../context.ts'
import * as input from '../inputs.ts'
import type { Page } from '../pages.ts'
import { type PostPage, postList, tagged } from './lists.ts'
import type { PostView } from './views.ts'

const tagNames = z.array(input.name).max(20).optional()

/** What posts can be narrowed to. `tags` go by name; several filters narrow further. */
export const postFilter = {
  authorId: input.id.optional(),
  categoryId: input.id.optional(),
  tags: z.object({ all: tagNames, any: tagNames, none: tagNames }).optional(),
  likedBy: input.id.optional(),
}

type PostFilter = z.infer<z.ZodObject<typeof postFilter>>

/** Which filters a list has, and how many tags of each kind: what a prepared query depends on. */
interface Shape {
  author: boolean
  category: boolean
  likedBy: boolean
  all: number
  any: number
  none: number
}

const placeholders = (kind: string, count: number): SQL[] =>
  Array.from({ length: count }, (_, index) => sql`${sql.placeholder(`${kind}${index}`)}`)

const posts = postList(({ tables }, post, shape: Shape) => {
  const all = placeholders('all', shape.all)
  const any = placeholders('any', shape.any)
  const none = placeholders('none', shape.none)
  // Not `exists`, which PostgreSQL turns into a join with every post of the tag: this is asked of one post at a time.
  const carries = (postId: SQL, tags: SQL[]) =>
    sql`(select 1 from post_tags as link where link.post_id = ${postId} and link.tag_id in (${sql.join(tags, sql`, `)}) limit 1) is not null`

  // A tag, if there is one, leads: its index has the newest posts first. The rest is asked of each post it yields.
  const [rarest, ...others] = all
  const leading = rarest ? [rarest] : any
  // Without a tag, the likes of the reader lead: most readers like few of all posts.
  const liked = (postId: SQL) =>
    leading.length > 0
      ? sql`exists (select 1 from likes where post_id = ${postId} and user_id = ${sql.placeholder('likedBy')})`
      : sql`${postId} in (select post_id from likes where user_id = ${sql.placeholder('likedBy')})`
  const rest = (postId: SQL) =>
    and(
      ...others.map((tag) => carries(postId, [tag])),
      rarest && any.length > 0 ? carries(postId, any) : undefined,
      none.length > 0 ? sql`not ${carries(postId, none)}` : undefined,
      shape.likedBy ? liked(postId) : undefined,
    )
  const own = and(
    shape.author ? eq(post.authorId, sql.placeholder('authorId')) : undefined,
    shape.category ? eq(post.categoryId, sql.placeholder('categoryId')) : undefined,
  )
  if (leading.length === 0) return and(own, rest(sql`${post.id}`))
  const narrowed = (postId: SQL) =>
    and(
      rest(postId),
      shape.author
        ? sql`${sql.placeholder('authorId')} = (select author_id from posts where id = ${postId})`
        : undefined,
      shape.category
        ? sql`${sql.placeholder('categoryId')} = (select category_id from posts where id = ${postId})`
        : undefined,
    )
  return tagged(post, tables, leading, narrowed)
})

/** A page of the posts that pass the filter, newest first. */
export async function filteredPosts(
  ctx: Context,
  { tags, authorId, categoryId, likedBy, ...page }: PostFilter & PostPage,
): Promise<Page<z.infer<typeof PostView>>> {
  const all = [...new Set(tags?.all?.map(fold))]
  const any = [...new Set(tags?.any?.map(fold))]
  const none = [...new Set(tags?.none?.map(fold))]
  const known = await tagsByKey(ctx, [...all, ...any, ...none])
  const ids = (keys: string[]) => keys.flatMap((key) => known.get(key) ?? []).sort((a, b) => a.postCount - b.postCount)
  const nothing: Page<z.infer<typeof PostView>> = { items: [], nextCursor: null }
  if (all.some((key) => !known.has(key))) return nothing
  if (any.length > 0 && ids(any).length === 0) return nothing

  const values: Record<string, unknown> = { authorId, categoryId, likedBy }
  const number = (kind: string, keys: string[]) => {
    const found = ids(keys)
    for (const [index, tag] of found.entries()) values[`${kind}${index}`] = tag.id
    return found.length
  }
  const shape: Shape = {
    author: authorId !== undefined,
    category: categoryId !== undefined,
    likedBy: likedBy !== undefined,
    all: number('all', all),
    any: number('any', any),
    none: number('none', none),
  }
  return posts(ctx, page, shape, values)
}

const tagRows = preparedVariants(({ db, tables: { tags } }: Connection, keys: number) =>
  db
    .select({ id: tags.id, nameKey: tags.nameKey, postCount: tags.postCount })
    .from(tags)
    .where(sql`${tags.nameKey} in (${sql.join(placeholders('key', keys), sql`, `)})`),
)

async function tagsByKey(ctx: Context, keys: string[]) {
  if (keys.length === 0) return new Map<string, { id: number; postCount: number }>()
  const values = Object.fromEntries(keys.map((key, index) => [`key${index}`, key]))
  const rows = await tagRows(ctx, keys.length, values)
  return new Map(rows.map((row) => [row.nameKey, row]))
}
