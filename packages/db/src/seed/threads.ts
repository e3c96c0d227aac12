import type { Connection } from '../database.ts'
import { type DemoComment, demoPosts, demoThreads } from '../demo/index.ts'
import { type Ids, idOf } from './ids.ts'
import { daysBefore, hoursAfter } from './times.ts'

/** A comment and where it belongs. */
interface Placed {
  comment: DemoComment
  postId: number
  parentId: number | null
  depth: number
  saidAt: Date
}

/** Adds the comments, one level of all threads after the other: a reply needs the id of what it answers. */
export async function addThreads({ db, tables }: Connection, now: Date, users: Ids, posts: Ids): Promise<void> {
  const published = new Map(demoPosts.map(({ key, daysAgo }) => [key, daysBefore(now, daysAgo)]))
  let level: Placed[] = demoThreads.map((comment) => ({
    comment,
    postId: idOf(posts, comment.post),
    parentId: null,
    depth: 0,
    saidAt: hoursAfter(published.get(comment.post) ?? now, comment.hoursAfter),
  }))
  while (level.length > 0) {
    const rows = level.map(({ comment: { author, body }, postId, parentId, depth, saidAt }) => {
      const said = saidAt.toISOString()
      return { postId, parentId, depth, authorId: idOf(users, author), body, createdAt: said, updatedAt: said }
    })
    const added = await db.insert(tables.comments).values(rows).returning()
    const ids = new Map(added.map((comment) => [nameOf(comment), comment.id]))
    level = level.flatMap(({ comment, postId, parentId, depth, saidAt }) =>
      (comment.replies ?? []).map((reply) => ({
        comment: reply,
        postId,
        parentId: idOf(ids, nameOf({ postId, parentId, body: comment.body })),
        depth: depth + 1,
        saidAt: hoursAfter(saidAt, reply.hoursAfter),
      })),
    )
  }
}

/** No two answers to the same thing say the same. */
function nameOf({ postId, parentId, body }: { postId: number; parentId: number | null; body: string }): string {
  return `comment ${postId} ${parentId} ${body}`
}
