import { type Connection, prepared } from '@trellis/db'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { PostView, postSelection } from './views.ts'

/** A post and the key it was imported under. */
export const ImportedPost = PostView.extend({ externalId: z.string() })

/** Stands after every external id that starts with what is before it: no character sorts later. */
const LAST = '\u{10FFFF}'

const page = prepared(({ db }) =>
  db.query.posts.findMany({
    ...postSelection,
    columns: { ...postSelection.columns, externalId: true },
    where: {
      externalId: {
        gte: sql.placeholder('prefix'),
        gt: sql.placeholder('after'),
        lt: sql.placeholder('end'),
      },
    },
    orderBy: { externalId: 'asc' },
    limit: sql.placeholder('limit'),
  }),
)

/** The posts whose external id starts with `prefix`, by external id, after that of the cursor. */
export async function importedPosts(
  connection: Connection,
  { prefix, after, limit }: { prefix: string; after: string; limit: number },
): Promise<z.infer<typeof ImportedPost>[]> {
  const values = { prefix, after, end: prefix + LAST, limit, viewer: 0 }
  const rows = await page(connection, values)
  return rows.flatMap(({ externalId, ...post }) => (externalId === null ? [] : [{ ...post, externalId }]))
}
