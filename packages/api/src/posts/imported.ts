import { type Placeholders, prepared } from '@trellis/db'
import { keyset, pageOf } from '@trellis/rpc'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { adminProcedure } from '../rpc.ts'
import { PostView, postsByIds } from './views.ts'

/** A post and the key it was imported under. */
const ImportedPost = PostView.extend({ externalId: z.string() })

const byExternalId = keyset(['name'], 'asc')

/** The last character in sort order: appended to a prefix, it is above every external id with that prefix. */
const LAST = '\u{10FFFF}'

const idsOfImported = prepared(
  ({ db }, at: Placeholders<{ prefix: string; after: string; end: string; limit: number }>) =>
    db.query.posts.findMany({
      columns: { id: true, externalId: true },
      where: { externalId: { gte: at.prefix, gt: at.after, lt: at.end } },
      orderBy: { externalId: 'asc' },
      limit: at.limit,
    }),
)

/** The posts of an import, for services that import again. */
export const imported = adminProcedure
  .meta({ http: 'GET /posts/imported' })
  .input(z.object({ prefix: input.line(500), ...byExternalId.input }))
  .output(pageOf(ImportedPost))
  .query(async ({ ctx, input: { prefix, limit, cursor } }) => {
    const { cursorName: after } = byExternalId.after(cursor)
    const rows = await idsOfImported(ctx, { prefix, after, end: `${prefix}${LAST}`, limit: limit + 1 })
    const externalIds = new Map(rows.map(({ id, externalId }) => [id, externalId ?? '']))
    const posts = await postsByIds(ctx, [...externalIds.keys()], 0)
    const imported = posts.map((post) => ({ ...post, externalId: externalIds.get(post.id) ?? '' }))
    return byExternalId.page(imported, limit, (post) => [post.externalId])
  })
