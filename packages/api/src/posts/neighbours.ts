import { type Placeholders, prepared } from '@trellis/db'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { publicProcedure } from '../rpc.ts'
import { draftAuthor, isSeen } from './drafts.ts'

/** The part of a post that a link to it needs. */
const PostLink = z.object({ id: z.number(), title: z.string() })

const neighboursOf = prepared(({ db, tables: { posts }, expressions }, { id }: Placeholders<{ id: number }>) => {
  const nearest = (comparison: '<' | '>', order: 'asc' | 'desc') => {
    const [compared, ordered] = [sql.raw(comparison), sql.raw(order)]
    const own = sql`(select own.id, own.title from ${posts} as own where own.author_id = ${posts.authorId}
      and (own.created_at, own.id) ${compared} (${posts.createdAt}, ${posts.id})
      order by own.created_at ${ordered}, own.id ${ordered} limit 1) as near`
    const nearId = sql`near.id`
    return expressions.jsonList<z.infer<typeof PostLink>>({ id: nearId, title: sql`near.title` }, own, nearId)
  }
  const columns = { draftAuthor: draftAuthor(id), older: nearest('<', 'desc'), newer: nearest('>', 'asc') }
  return db.select(columns).from(posts).where(eq(posts.id, id))
})

/** The posts of the same author that were published before and after a post. */
export const neighbours = publicProcedure
  .meta({ http: 'GET /posts/{id}/neighbours', reasons: ['POST_NOT_FOUND'] })
  .input(z.object({ id: input.id }))
  .output(z.object({ older: PostLink.nullable(), newer: PostLink.nullable() }))
  .query(async ({ ctx, input }) => {
    const [post] = await neighboursOf(ctx, input)
    if (!post || !(await isSeen(ctx, post))) throw ctx.refuse('POST_NOT_FOUND')
    return { older: post.older[0] ?? null, newer: post.newer[0] ?? null }
  })
