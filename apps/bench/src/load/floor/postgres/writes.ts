import type { Pool, PoolClient } from 'pg'
import type { Handler } from '../handler.ts'
import { POST, POST_JOINS, type PostRow, postView } from './posts.ts'

/** Writes as they are usually written by hand: each in a transaction of its own. */
export function writes(pool: Pool): Record<string, Handler> {
  const transaction = async <T>(work: (client: PoolClient) => Promise<T>) => {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } finally {
      client.release()
    }
  }
  const likeCount = async (client: PoolClient, postId: unknown) => {
    const text = 'SELECT like_count FROM posts WHERE id = $1'
    const { rows } = await client.query<{ like_count: number }>({ name: 'like count', text, values: [postId] })
    return rows[0]?.like_count
  }
  return {
    'posts.create': ({ title, content }, viewer) =>
      transaction(async (client) => {
        const inserted = await client.query<{ id: number }>({
          name: 'insert post',
          text: `INSERT INTO posts (title, content, author_id, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $4) RETURNING id`,
          values: [title, content, viewer, new Date()],
        })
        const { rows } = await client.query<PostRow>({
          name: 'post',
          text: `${POST} FROM posts p ${POST_JOINS} WHERE p.id = $2`,
          values: [viewer, inserted.rows[0]?.id],
        })
        if (!rows[0]) throw new Error('There is no such post')
        return postView(rows[0])
      }),
    'likes.like': ({ postId }, viewer) =>
      transaction(async (client) => {
        const text = 'INSERT INTO likes (post_id, user_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING'
        await client.query({ name: 'like', text, values: [postId, viewer, new Date()] })
        return { likeCount: await likeCount(client, postId), likedByViewer: true }
      }),
    'likes.unlike': ({ postId }, viewer) =>
      transaction(async (client) => {
        const text = 'DELETE FROM likes WHERE post_id = $1 AND user_id = $2'
        await client.query({ name: 'unlike', text, values: [postId, viewer] })
        return { likeCount: await likeCount(client, postId), likedByViewer: false }
      }),
  }
}
