import type { Database } from 'better-sqlite3'
import { type Handler, pageOf, snippet, type UserColumns } from '../handler.ts'
import { POST, POST_JOINS, type PostRow, postViews, timeKey } from './posts.ts'

type UserRow = UserColumns<number, number>

const USER = `SELECT u.id, u.username, u.email, u.created_at AS createdAt, u.post_count AS postCount,
  u.follower_count AS followerCount, u.following_count AS followingCount, u.version, f.version AS profileVersion,
  f.id AS profileId, f.full_name AS fullName,
  f.bio, EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = +:viewer AND w.followee_id = u.id) AS followedByViewer
  FROM users u LEFT JOIN profiles f ON f.user_id = u.id`

/** The reads of users. */
export function userReads(db: Database): Record<string, Handler> {
  const view = postViews(db)
  const byId = db.prepare<object, UserRow>(`${USER} WHERE u.id = +:id`)
  const list = db.prepare<object, UserRow>(`${USER} ORDER BY u.id LIMIT +:limit`)
  const postsOf = db.prepare<object, PostRow>(
    `${POST} FROM posts p ${POST_JOINS} WHERE p.author_id = +:author ORDER BY p.created_at DESC, p.id DESC LIMIT +:limit`,
  )
  const userView = (row: UserRow, viewer: number, limit: number) => ({
    id: row.id,
    username: row.username,
    email: row.id === viewer ? row.email : null,
    createdAt: new Date(row.createdAt).toISOString(),
    profile:
      row.profileId === null
        ? null
        : { id: row.profileId, userId: row.id, fullName: row.fullName, bio: row.bio, version: row.profileVersion },
    postCount: row.postCount,
    followerCount: row.followerCount,
    followingCount: row.followingCount,
    followedByViewer: row.followedByViewer === 1,
    version: row.version,
    posts: pageOf(postsOf.all({ viewer, author: row.id, limit: limit + 1 }), limit, view, timeKey),
  })
  return {
    'users.byId': ({ id }, viewer) => {
      const row = byId.get({ id, viewer })
      if (!row) throw new Error('There is no such user')
      return userView(row, viewer, 10)
    },
    'users.list': (_, viewer) =>
      pageOf(
        list.all({ viewer, limit: 21 }),
        20,
        (row) => userView(row, viewer, 3),
        (row) => [row.id],
      ),
  }
}

/** Search: title matches first, then the others. */
export function searchReads(db: Database): Record<string, Handler> {
  const view = postViews(db)
  const inOrder = 'ORDER BY p.created_at DESC, p.id DESC LIMIT +:limit'
  const inTitle = db.prepare<object, PostRow>(
    `${POST} FROM posts p ${POST_JOINS} WHERE p.id IN (SELECT p.id FROM posts_search s CROSS JOIN posts p ON p.id = s.rowid
     WHERE posts_search MATCH +:title ${inOrder}) ${inOrder}`,
  )
  const inContent = db.prepare<object, PostRow>(
    `${POST} FROM posts p ${POST_JOINS} WHERE p.id IN (SELECT p.id FROM posts_search s CROSS JOIN posts p ON p.id = s.rowid
     WHERE posts_search MATCH +:content AND s.rowid NOT IN (SELECT rowid FROM posts_search WHERE posts_search MATCH +:title)
     ${inOrder}) ${inOrder}`,
  )
  return {
    'search.posts': ({ q }, viewer) => {
      const content = `"${String(q).replaceAll('"', '""')}"`
      const title = `title : ${content}`
      const hits = inTitle.all({ viewer, title, limit: 21 }).map((row) => ({ row, rank: 1 }))
      const missing = 21 - hits.length
      if (missing > 0) {
        for (const row of inContent.all({ viewer, title, content, limit: missing })) hits.push({ row, rank: 0 })
      }
      return pageOf(
        hits,
        20,
        ({ row }) => ({ post: view(row), snippet: snippet(row.content, String(q)) }),
        ({ row, rank }) => [rank, row.createdAt, row.id],
      )
    },
  }
}

/** The tree below an employee, depth first, which SQLite can do in the recursive query. */
export function employeeReads(db: Database): Record<string, Handler> {
  const subtree = db.prepare<object>(
    `WITH RECURSIVE branch (id, name, title, managerId, version, depth, key) AS (
       SELECT id, name, title, manager_id, version, 0, name_key FROM employees WHERE id = +:id
       UNION ALL
       SELECT e.id, e.name, e.title, e.manager_id, e.version, b.depth + 1, e.name_key
       FROM branch b CROSS JOIN employees e ON e.manager_id = b.id
       ORDER BY 6 DESC, 7, 1
     ) SELECT id, name, title, managerId, version, depth FROM branch`,
  )
  return { 'employees.subtree': ({ id }) => subtree.all({ id }) }
}
