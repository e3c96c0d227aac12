import { moment, olderThan, rowId, type TimePosition } from '@trellis/rpc'
import { z } from 'zod'

/** The order of results: 1 if the title matches, else 0, then newest first. */
export const byMatch = z.tuple([z.literal([0, 1]), moment, rowId])

/** The filters of a search. */
export type SearchFilter = {
  authorId?: number | undefined
  categoryId?: number | undefined
  tagKey?: string | undefined
}

/** Posts in which a text too short for the index is looked for: the newest. */
export const SCANNED_POSTS = 5_000

/** Reads the ids of hits that come after a position, newest first: those in the title, or the others. */
export type FindIds = (
  where: { inTitle: boolean },
  at: TimePosition & { limit: number },
) => PromiseLike<{ id: number }[]>

/**
 * The ids of `count` hits after the cursor: first those in the title, then the others, each newest first. Two statements at
 * most: one for each kind.
 */
export async function idsInOrder(
  find: FindIds,
  { cursor, count }: { cursor?: z.infer<typeof byMatch> | null | undefined; count: number },
) {
  const [phase = 1, time, id] = cursor ?? []
  const position = olderThan(time === undefined || id === undefined ? null : [time, id])
  const inTitle = phase === 1 ? await find({ inTitle: true }, { ...position, limit: count }) : []
  const missing = count - inTitle.length
  const others = phase === 1 ? olderThan(null) : position
  const inContent = missing > 0 ? await find({ inTitle: false }, { ...others, limit: missing }) : []
  return { ids: [...inTitle, ...inContent].map(({ id }) => id), titles: new Set(inTitle.map(({ id }) => id)) }
}
