import type { Database } from 'better-sqlite3'
import type { Handler } from '../handler.ts'
import { POST, POST_JOINS, type PostRow, postViews } from './posts.ts'

/** Writes as they are usually written by hand: each has a COMMIT of its own, and is answered after its fsync. */
export function writes(db: Database): Record<string, Handler> {
  const view = postViews(db)
  const insert = db.prepare(
    `INSERT INTO posts (title, content, author_id, created_at, updated_at)
     VALUES (:title, :content, :viewer, :now, :now)`,
  )
  const byId = db.prepare<object, PostRow>(`${POST} FROM posts p ${POST_JOINS} WHERE p.id = +:id`)
  const like = db.prepare(
    'INSERT INTO likes (post_id, user_id, created_at) VALUES (:postId, :viewer, :now) ON CONFLICT DO NOTHING',
  )
  const unlike = db.prepare('DELETE FROM likes WHERE post_id = +:postId AND user_id = +:viewer')
  const likeCount = db.prepare<[unknown], number>('SELECT like_count FROM posts WHERE id = +?').pluck()
  return {
    'posts.create': db.transaction(({ title, content }: Record<string, unknown>, viewer: number) => {
      const { lastInsertRowid } = insert.run({ title, content, viewer, now: Date.now() })
      const row = byId.get({ id: lastInsertRowid, viewer })
      if (!row) throw new Error('There is no such post')
      return view(row)
    }).immediate,
    'likes.like': db.transaction(({ postId }: Record<string, unknown>, viewer: number) => {
      like.run({ postId, viewer, now: Date.now() })
      return { likeCount: likeCount.get(postId), likedByViewer: true }
    }).immediate,
    'likes.unlike': db.transaction(({ postId }: Record<string, unknown>, viewer: number) => {
      unlike.run({ postId, viewer })
      return { likeCount: likeCount.get(postId), likedByViewer: false }
    }).immediate,
  }
}
