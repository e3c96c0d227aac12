import type { Connection, Tables } from '@trellis/db'
import { and, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'

/** The maximum number of comment ids in one statement. */
const BATCH = 1_000

/** The comment exists and is not a tombstone. */
export const isAlive = ({ authorId }: Tables['comments']): SQL => isNotNull(authorId)

/** Deletes the comments whose author is null. Those with replies become tombstones. */
export async function buryComments({ db, tables: { comments } }: Connection): Promise<void> {
  const orphaned = and(isNull(comments.authorId), isNotNull(comments.body))
  const goes = and(
    isNull(comments.authorId),
    sql`not exists (select 1 from comments as reply where reply.parent_id = ${comments.id})`,
  )
  const remove = (which: SQL | undefined) =>
    db.delete(comments).where(and(which, goes)).returning({ parentId: comments.parentId })

  // A tombstone is deleted with its last reply. The tombstones above it follow, one level at a time.
  let gone = await remove(orphaned)
  while (gone.length > 0) {
    const parents = [...new Set(gone.flatMap(({ parentId }) => parentId ?? []))]
    gone = []
    for (let at = 0; at < parents.length; at += BATCH) {
      gone.push(...(await remove(inArray(comments.id, parents.slice(at, at + BATCH)))))
    }
  }
  await db.update(comments).set({ body: null }).where(orphaned)
}
