import type { DemoComment } from '../demo.ts'
import { type Ids, idOf, type Seeding } from './seeding.ts'
import { daysBefore, hoursAfter } from './times.ts'

/** A comment and its place. */
interface Placed {
  comment: DemoComment
  postId: number
  parentId: number | null
  depth: number
  saidAt: Date
}

/** Adds the comments, one level of all threads after the other, because a reply needs the id of its parent. */
export async function addThreads({ db, tables, demo, now }: Seeding, users: Ids, posts: Ids): Promise<void> {
  // By category. Posts without one come last.
  const rank = (category: string | null) => (category === null ? Infinity : demo.categories.indexOf(category))
  const sorted = demo.posts.toSorted((a, b) => rank(a.category) - rank(b.category))
  let level: Placed[] = sorted.flatMap(({ key, daysAgo, comments }) =>
    comments.map((comment) => ({
      comment,
      postId: idOf(posts, key),
      parentId: null,
      depth: 0,
      saidAt: hoursAfter(daysBefore(now, daysAgo), comment.hoursAfter),
    })),
  )
  while (level.length > 0) {
    const rows = level.map(({ comment: { author, body }, postId, parentId, depth, saidAt }) => {
      const said = saidAt.toISOString()
      return { postId, parentId, depth, authorId: idOf(users, author), body, createdAt: said, updatedAt: said }
    })
    const added = await db.insert(tables.comments).values(rows).returning()
    const ids = new Map(added.map((comment) => [nameOf(comment), comment.id]))
    level = level.flatMap(({ comment, postId, parentId, depth, saidAt }) =>
      comment.replies.map((reply) => ({
        comment: reply,
        postId,
        parentId: idOf(ids, nameOf({ postId, parentId, body: comment.body })),
        depth: depth + 1,
        saidAt: hoursAfter(saidAt, reply.hoursAfter),
      })),
    )
  }
}

/** Identifies a comment: no two replies to one comment have the same text. */
function nameOf({ postId, parentId, body }: { postId: number; parentId: number | null; body: string | null }): string {
  return `comment ${postId} ${parentId} ${body}`
}
