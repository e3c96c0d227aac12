import type { Pool } from 'pg'
import { type Handler, isTwoTags, type PostColumns, pageOf } from '../handler.ts'

/** A row of a post, as PostgreSQL returns it. */
export type PostRow = PostColumns<Date, boolean> & { tags: { id: number; name: string }[] }

/** Every column of a post, with `$1` for the viewer. The first table must be `posts p`. */
export const POST = `SELECT p.id, p.title, p.content, p.author_id AS "authorId", u.username, f.full_name AS "fullName",
  c.id AS "categoryId", c.name AS "categoryName",
  (SELECT coalesce(json_agg(json_build_object('id', t.id, 'name', t.name) ORDER BY t.name_key), '[]')
    FROM post_tags x JOIN tags t ON t.id = x.tag_id WHERE x.post_id = p.id) AS tags,
  p.like_count AS "likeCount", p.comment_count AS "commentCount",
  EXISTS (SELECT 1 FROM likes l WHERE l.post_id = p.id AND l.user_id = $1) AS "likedByViewer",
  p.version, p.created_at AS "createdAt", p.updated_at AS "updatedAt"`
/** What `POST` is read from besides the posts. */
export const POST_JOINS = `JOIN users u ON u.id = p.author_id LEFT JOIN profiles f ON f.user_id = u.id
  LEFT JOIN categories c ON c.id = p.category_id`
/** The order of every list of posts. */
export const NEWEST_FIRST = 'ORDER BY p.created_at DESC, p.id DESC'

/** Makes a `PostView` of a row. */
export const postView = (row: PostRow) => ({
  id: row.id,
  title: row.title,
  content: row.content,
  authorId: row.authorId,
  author: { id: row.authorId, username: row.username, fullName: row.fullName },
  category: row.categoryId === null ? null : { id: row.categoryId, name: row.categoryName },
  tags: row.tags,
  likeCount: row.likeCount,
  commentCount: row.commentCount,
  likedByViewer: row.likedByViewer,
  draft: false,
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})

/** The key of a post in a list by time. */
export const timeKey = (row: PostRow) => [row.createdAt.getTime(), row.id]

/** The reads of posts, written by hand for these inputs. */
export function postReads(pool: Pool): Record<string, Handler> {
  const read = async (name: string, text: string, values: unknown[]) =>
    (await pool.query<PostRow>({ name, text, values })).rows
  const page = (rows: PostRow[]) => pageOf(rows, 20, postView, timeKey)
  const tag = async (name: unknown) => {
    const { rows } = await pool.query<{ id: number; post_count: number }>({
      name: 'tag',
      text: 'SELECT id, post_count FROM tags WHERE name_key = $1',
      values: [String(name).toLowerCase()],
    })
    if (!rows[0]) throw new Error('There is no such tag')
    return rows[0]
  }
  // The ids of the page are selected first. The columns that are shown are then read only for those posts.
  const listed = (page: string) => `${POST} FROM (${page}) p ${POST_JOINS} ${NEWEST_FIRST}`
  const tagged = `SELECT p.* FROM (SELECT x.post_id FROM post_tags x WHERE x.tag_id = $2
    ORDER BY x.posted_at DESC, x.post_id DESC LIMIT 21) x JOIN posts p ON p.id = x.post_id`
  const taggedTwice = `SELECT p.* FROM (SELECT x.post_id FROM post_tags x WHERE x.tag_id = $2
    AND EXISTS (SELECT 1 FROM post_tags y WHERE y.post_id = x.post_id AND y.tag_id = $3)
    ORDER BY x.posted_at DESC, x.post_id DESC LIMIT 21) x JOIN posts p ON p.id = x.post_id`
  // PostgreSQL may turn EXISTS into a join with all posts. This reads the newest until there are enough.
  const ofMany = `SELECT * FROM posts p
    WHERE (SELECT true FROM follows w WHERE w.follower_id = $1 AND w.followee_id = p.author_id) ${NEWEST_FIRST} LIMIT 21`
  const ofFew = `SELECT own.* FROM follows w CROSS JOIN LATERAL (
      SELECT * FROM posts p WHERE p.author_id = w.followee_id ${NEWEST_FIRST} LIMIT 21) own
    WHERE w.follower_id = $1 ORDER BY own.created_at DESC, own.id DESC LIMIT 21`
  return {
    'posts.byId': async ({ id }, viewer) => {
      const [row] = await read('post', `${POST} FROM posts p ${POST_JOINS} WHERE p.id = $2`, [viewer, id])
      if (!row) throw new Error('There is no such post')
      return postView(row)
    },
    'posts.list': async ({ tags }, viewer) => {
      if (!isTwoTags(tags))
        return page(await read('newest', listed(`SELECT * FROM posts p ${NEWEST_FIRST} LIMIT 21`), [viewer]))
      const [rare, other] = (await Promise.all(tags.all.map(tag))).sort((a, b) => a.post_count - b.post_count)
      return page(await read('tagged twice', listed(taggedTwice), [viewer, rare?.id, other?.id]))
    },
    'tags.posts': async ({ name }, viewer) =>
      page(await read('tagged', listed(tagged), [viewer, (await tag(name)).id])),
    'feed.list': async (_, viewer) => {
      const { rows } = await pool.query<{ following_count: number }>({
        name: 'following',
        text: 'SELECT following_count FROM users WHERE id = $1',
        values: [viewer],
      })
      const many = (rows[0]?.following_count ?? 0) > 50
      return page(await read(many ? 'feed of many' : 'feed of few', listed(many ? ofMany : ofFew), [viewer]))
    },
  }
}
