import { type Connection, type Placeholders, prepared } from '@trellis/db'
import { keyset } from '@trellis/rpc'
import { z } from 'zod'
import { PostView, postsByIds } from './views.ts'

/** A post and the key it was imported under. */
export const ImportedPost = PostView.extend({ externalId: z.string() })

/** The order of the list. */
export const byExternalId = keyset(['name'], 'asc')

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
export async function importedPosts(
  connection: Connection,
  { prefix, after, limit }: { prefix: string; after: string; limit: number },
) {
  const rows = await page(connection, { prefix, after, end: `${prefix}${LAST}`, limit })
  const externalIds = new Map(rows.map((row) => [row.id, row.externalId ?? '']))
  const posts = await postsByIds(connection, [...externalIds.keys()], 0)
  return posts.map((post) => ({ ...post, externalId: externalIds.get(post.id) ?? '' }))
}
