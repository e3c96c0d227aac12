import type { Database } from 'better-sqlite3'
import { type Handler, isTwoTags, type PostColumns, pageOf } from '../handler.ts'

/** A row of a post, as SQLite returns it. */
export type PostRow = PostColumns<number, number>

/** Every column of a post except its tags, with `:viewer` for the viewer. The first table must be `posts p`. */
export const POST = `SELECT p.id, p.title, p.content, p.author_id AS authorId, u.username, f.full_name AS fullName,
  c.id AS categoryId, c.name AS categoryName, p.like_count AS likeCount, p.comment_count AS commentCount,
  EXISTS (SELECT 1 FROM likes l WHERE l.post_id = p.id AND l.user_id = +:viewer) AS likedByViewer,
  p.version, p.created_at AS createdAt, p.updated_at AS updatedAt`
/** What `POST` is read from besides the posts. */
export const POST_JOINS = `CROSS JOIN users u ON u.id = p.author_id LEFT JOIN profiles f ON f.user_id = u.id
  LEFT JOIN categories c ON c.id = p.category_id`

/** Makes a `PostView` of a row. A separate statement reads the tags, which is the fastest way on SQLite. */
export function postViews(db: Database) {
  const tagsOf = db.prepare<[number]>(
    `SELECT t.id, t.name FROM post_tags x CROSS JOIN tags t ON t.id = x.tag_id WHERE x.post_id = +? ORDER BY t.name_key`,
  )
  return (row: PostRow) => ({
    id: row.id,
    title: row.title,
    content: row.content,
    authorId: row.authorId,
    author: { id: row.authorId, username: row.username, fullName: row.fullName },
    category: row.categoryId === null ? null : { id: row.categoryId, name: row.categoryName },
    tags: tagsOf.all(row.id),
    likeCount: row.likeCount,
    commentCount: row.commentCount,
    likedByViewer: row.likedByViewer === 1,
    draft: false,
    version: row.version,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  })
}

/** The key of a post in a list by time. */
export const timeKey = (row: PostRow) => [row.createdAt, row.id]

/** The reads of posts, written by hand for these inputs. */
export function postReads(db: Database): Record<string, Handler> {
  const view = postViews(db)
  const byId = db.prepare<object, PostRow>(`${POST} FROM posts p ${POST_JOINS} WHERE p.id = +:id`)
  const newest = db.prepare<object, PostRow>(
    `${POST} FROM posts p ${POST_JOINS} ORDER BY p.created_at DESC, p.id DESC LIMIT +:limit`,
  )
  const carried = `FROM post_tags x CROSS JOIN posts p ON p.id = x.post_id ${POST_JOINS} WHERE x.tag_id = +:tag`
  const ordered = 'ORDER BY x.posted_at DESC, x.post_id DESC LIMIT +:limit'
  const tagged = db.prepare<object, PostRow>(`${POST} ${carried} ${ordered}`)
  const taggedTwice = db.prepare<object, PostRow>(
    `${POST} ${carried} AND EXISTS (SELECT 1 FROM post_tags y WHERE y.post_id = x.post_id AND y.tag_id = +:other) ${ordered}`,
  )
  const tagByName = db.prepare<[string], { id: number; post_count: number }>(
    'SELECT id, post_count FROM tags WHERE name_key = +?',
  )
  // SQLite may turn EXISTS into a join with all posts. This reads the newest until there are enough.
  const feedOfMany = db.prepare<object, PostRow>(
    `${POST} FROM (SELECT * FROM posts p INDEXED BY posts_newest
       WHERE (SELECT 1 FROM follows w WHERE w.follower_id = +:viewer AND w.followee_id = p.author_id)
       ORDER BY p.created_at DESC, p.id DESC LIMIT +:limit) p ${POST_JOINS}
     ORDER BY p.created_at DESC, p.id DESC`,
  )
  const following = db.prepare<[number], number>('SELECT following_count FROM users WHERE id = +?').pluck()
  const followees = db.prepare<[number], number>('SELECT followee_id FROM follows WHERE follower_id = +?').pluck()
  const newestOf = db.prepare<[number], { id: number; at: number }>(
    'SELECT id, created_at AS at FROM posts WHERE author_id = +? ORDER BY created_at DESC, id DESC LIMIT 21',
  )
  const feedOfFew = (viewer: number) =>
    followees
      .all(viewer)
      .flatMap((author) => newestOf.all(author))
      .sort((a, b) => b.at - a.at || b.id - a.id)
      .slice(0, 21)
      .flatMap(({ id }) => byId.get({ id, viewer }) ?? [])
  const tag = (name: unknown) => {
    const row = tagByName.get(String(name).toLowerCase())
    if (!row) throw new Error('There is no such tag')
    return row
  }
  const page = (rows: PostRow[]) => pageOf(rows, 20, view, timeKey)
  return {
    'posts.byId': ({ id }, viewer) => {
      const row = byId.get({ id, viewer })
      if (!row) throw new Error('There is no such post')
      return view(row)
    },
    'posts.list': ({ tags }, viewer) => {
      if (!isTwoTags(tags)) return page(newest.all({ viewer, limit: 21 }))
      const [rare, other] = tags.all.map(tag).sort((a, b) => a.post_count - b.post_count)
      return page(taggedTwice.all({ viewer, limit: 21, tag: rare?.id, other: other?.id }))
    },
    'tags.posts': ({ name }, viewer) => page(tagged.all({ viewer, limit: 21, tag: tag(name).id })),
    'feed.list': (_, viewer) => {
      const many = (following.get(viewer) ?? 0) > 50
      return page(many ? feedOfMany.all({ viewer, limit: 21 }) : feedOfFew(viewer))
    },
  }
}
