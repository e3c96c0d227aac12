import { type Connection, type Placeholders, prepared } from '@trellis/db'
import { keyset, pageOf } from '@trellis/rpc'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { adminProcedure } from '../rpc.ts'
import { PostView, postsByIds } from './views.ts'

/** A post and the key it was imported under. */
const ImportedPost = PostView.extend({ externalId: z.string() })

/** The order of the list. */
const byExternalId = keyset(['name'], 'asc')

/** The last character in sort order: appended to a prefix, it is above every external id with that prefix. */
const LAST = '\u{10FFFF}'

type PageValues = { prefix: string; after: string; end: string; limit: number }

const page = prepared(({ db }, { prefix, after, end, limit }: Placeholders<PageValues>) =>
  db.query.posts.findMany({
    columns: { id: true, externalId: true },
    where: {
      externalId: {
        gte: prefix,
        gt: after,
        lt: end,
      },
    },
    orderBy: { externalId: 'asc' },
    limit,
  }),
)

/** The posts whose external id starts with `prefix`, by external id, after that of the cursor. */
async function importedPosts(
  connection: Connection,
  { prefix, after, limit }: { prefix: string; after: string; limit: number },
) {
  const rows = await page(connection, { prefix, after, end: `${prefix}${LAST}`, limit })
  const externalIds = new Map(rows.map((row) => [row.id, row.externalId ?? '']))
  const posts = await postsByIds(connection, [...externalIds.keys()], 0)
  return posts.map((post) => ({ ...post, externalId: externalIds.get(post.id) ?? '' }))
}

/** The posts of an import, for services that import again. */
export const imported = adminProcedure
  .meta({ http: 'GET /posts/imported' })
  .input(z.object({ prefix: input.line(500), ...byExternalId.input }))
  .output(pageOf(ImportedPost))
  .query(async ({ ctx, input: { prefix, limit, cursor } }) => {
    const rows = await importedPosts(ctx, { prefix, after: byExternalId.after(cursor).cursorName, limit: limit + 1 })
    return byExternalId.page(rows, limit, (post) => [post.externalId])
  })
