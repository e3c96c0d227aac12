import { fold, linkTable, type Tables } from '@trellis/db'
import type { Refuses } from '@trellis/rpc'
import { and, count, eq, inArray, notInArray } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { assertExists, type Context } from '../rpc.ts'
import { MAX_TAGS, postReasons } from './reasons.ts'

const ids = z.array(z.object({ id: input.id })).max(MAX_TAGS)
const names = z.array(z.object({ name: input.name })).max(MAX_TAGS)

/** How a new post gets its tags. */
export const tagLinks = z.object({ connect: ids.optional(), connectOrCreate: names.optional() })
/** How the tags of a post change. */
export const tagRelinks = tagLinks.extend({ disconnect: ids.optional(), set: ids.optional() })

type Connection = Pick<Context, 'db' | 'tables'>

const links = linkTable(({ postTags }: Tables) => postTags, ['postId', 'tagId'])

/**
 * Changes the tags of a post: its present tags (or `set`, if given) without `disconnect`, with `connect` and
 * `connectOrCreate`. The order of the four does not matter.
 */
export async function changeTags(
  ctx: Connection & Refuses<'TAG_NOT_FOUND' | 'TOO_MANY_TAGS'>,
  post: { id: number; createdAt: string | null },
  { set, disconnect = [], connect = [], connectOrCreate = [] }: z.infer<typeof tagRelinks>,
): Promise<void> {
  const { db, tables } = ctx
  const { postTags } = tables
  const dropped = new Set(disconnect.map((tag) => tag.id))
  const wanted = new Set([
    ...(set ?? []).map((tag) => tag.id).filter((id) => !dropped.has(id)),
    ...connect.map((tag) => tag.id),
    ...(await namedTags(ctx, connectOrCreate)),
  ])

  if (set) {
    await db.delete(postTags).where(and(eq(postTags.postId, post.id), notInArray(postTags.tagId, [...wanted])))
  }
  if (dropped.size > 0) await dropTags(ctx, post.id, [...dropped])
  if (wanted.size === 0) return
  // In the order of ids, in which the tags are locked.
  const added = [...wanted].sort((a, b) => a - b)
  await links.addAll(
    ctx,
    added.map((tagId) => ({ postId: post.id, tagId, postedAt: post.createdAt })),
  )
  const [carried] = await db.select({ tags: count() }).from(postTags).where(eq(postTags.postId, post.id))
  if (carried && carried.tags > MAX_TAGS) {
    throw ctx.refuse('TOO_MANY_TAGS', { fields: { tags: postReasons.TOO_MANY_TAGS.message } })
  }
}

/** Takes tags off a post. */
export async function dropTags(
  ctx: Connection & Refuses<'TAG_NOT_FOUND'>,
  postId: number,
  ids: number[],
): Promise<void> {
  await links.removeAll(
    ctx,
    ids.map((tagId) => ({ postId, tagId })),
  )
  await assertExists(ctx, 'TAG_NOT_FOUND', ...ids)
}

/** The ids of the tags with these names. Missing tags are created. */
async function namedTags({ db, tables: { tags } }: Connection, named: { name: string }[]): Promise<number[]> {
  if (named.length === 0) return []
  // The first spelling of a name wins. Sorted, so that two transactions that create the same tags do not deadlock.
  const byKey = new Map(named.toReversed().map(({ name }) => [fold(name), name]))
  const rows = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([nameKey, name]) => ({ nameKey, name }))
  await db.insert(tags).values(rows).onConflictDoNothing({ target: tags.nameKey })
  const found = await db
    .select({ id: tags.id })
    .from(tags)
    .where(inArray(tags.nameKey, [...byKey.keys()]))
  return found.map((tag) => tag.id)
}
