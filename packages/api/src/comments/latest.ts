import { type Placeholders, preparedVariants } from '@trellis/db'
import { inlined, keyset, pageOf, readCount } from '@trellis/rpc'
import { z } from 'zod'
import { adminProcedure } from '../rpc.ts'
import { isAlive } from './deletion.ts'
import { CommentView, commentSelection } from './views.ts'

/** A comment with the post that it is on. */
export const LatestComment = CommentView.extend({ post: z.object({ id: z.number(), title: z.string() }) })

/** In the order of ids, which is the one in which comments are written: no index is needed. */
const latestFirst = keyset(['id'], 'desc')

const latestComments = preparedVariants(({ db }, count: number, at: Placeholders<{ cursorId: number }>) =>
  db.query.comments.findMany({
    ...commentSelection,
    with: { ...commentSelection.with, post: { columns: { id: true, title: true } } },
    where: { id: { lt: at.cursorId }, RAW: isAlive },
    orderBy: { id: 'desc' },
    limit: inlined(count),
  }),
)

/** The comments on all posts, newest first, for admins who look after them. */
export const latest = adminProcedure
  .meta({ http: 'GET /comments' })
  .input(z.object({ ...latestFirst.input }))
  .output(pageOf(LatestComment))
  .query(async ({ ctx, input: { limit, cursor } }) => {
    const rows = await latestComments(ctx, readCount(limit), latestFirst.after(cursor))
    return latestFirst.page(rows, limit, ({ id }) => [id])
  })
