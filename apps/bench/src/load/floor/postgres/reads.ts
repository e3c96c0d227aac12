import type { Pool } from 'pg'
import { type Handler, pageOf, snippet, type UserColumns } from '../handler.ts'
import { NEWEST_FIRST, POST, POST_JOINS, type PostRow, postView, timeKey } from './posts.ts'

type UserRow = UserColumns<Date, boolean>

const USER = `SELECT u.id, u.username, u.email, u.created_at AS "createdAt", u.post_count AS "postCount",
  u.follower_count AS "followerCount", u.following_count AS "followingCount", u.version, f.version AS "profileVersion",
  f.id AS "profileId",
  f.full_name AS "fullName", f.bio,
  EXISTS (SELECT 1 FROM follows w WHERE w.follower_id = $1 AND w.followee_id = u.id) AS "followedByViewer"
  FROM users u LEFT JOIN profiles f ON f.user_id = u.id`

/** Makes a `UserWithPosts` of a row. `posts` has one more than `limit` if there is another page. */
export const userView = (row: UserRow, viewer: number, posts: PostRow[], limit: number) => ({
  id: row.id,
  username: row.username,
  email: row.id === viewer ? row.email : null,
  createdAt: row.createdAt,
  profile:
    row.profileId === null
      ? null
      : { id: row.profileId, userId: row.id, fullName: row.fullName, bio: row.bio, version: row.profileVersion },
  postCount: row.postCount,
  followerCount: row.followerCount,
  followingCount: row.followingCount,
  followedByViewer: row.followedByViewer,
  version: row.version,
  posts: pageOf(posts, limit, postView, timeKey),
})

/** The reads of users: one statement for the users, one for the posts of all these users. */
export function userReads(pool: Pool): Record<string, Handler> {
  const users = async (name: string, text: string, values: unknown[]) =>
    (await pool.query<UserRow>({ name, text, values })).rows
  const postsOf = async (authors: number[], viewer: number) => {
    const { rows } = await pool.query<PostRow>({
      name: 'posts of users',
      text: `${POST} FROM unnest($2::bigint[]) AS author (id) CROSS JOIN LATERAL (
        SELECT * FROM posts p WHERE p.author_id = author.id ${NEWEST_FIRST} LIMIT 4) p ${POST_JOINS} ${NEWEST_FIRST}`,
      values: [viewer, authors],
    })
    return Map.groupBy(rows, ({ authorId }) => authorId)
  }
  return {
    'users.byId': async ({ id }, viewer) => {
      const page = `SELECT * FROM posts p WHERE p.author_id = $2 ${NEWEST_FIRST} LIMIT 11`
      const text = `${POST} FROM (${page}) p ${POST_JOINS} ${NEWEST_FIRST}`
      const [[row], posts] = await Promise.all([
        users('user', `${USER} WHERE u.id = $2`, [viewer, id]),
        pool.query<PostRow>({ name: 'posts of user', text, values: [viewer, id] }),
      ])
      if (!row) throw new Error('There is no such user')
      return userView(row, viewer, posts.rows, 10)
    },
    'users.list': async (_, viewer) => {
      const rows = await users('users', `${USER} ORDER BY u.id LIMIT 21`, [viewer])
      const posts = await postsOf(
        rows.slice(0, 20).map(({ id }) => id),
        viewer,
      )
      return pageOf(
        rows,
        20,
        (row) => userView(row, viewer, posts.get(row.id) ?? [], 3),
        (row) => [row.id],
      )
    },
  }
}

/** Search: title matches first, then the others. The statement has no name, because the best plan depends on the text. */
export function searchReads(pool: Pool): Record<string, Handler> {
  const hits = async (condition: string, values: unknown[]) => {
    const page = `SELECT * FROM posts p WHERE ${condition} ${NEWEST_FIRST} LIMIT $3`
    const { rows } = await pool.query<PostRow>(`${POST} FROM (${page}) p ${POST_JOINS} ${NEWEST_FIRST}`, values)
    return rows
  }
  const contains = (column: string) => `search_key(p.${column}) LIKE search_key($2)`
  return {
    'search.posts': async ({ q }, viewer) => {
      const pattern = `%${String(q).replace(/[\\%_]/g, '\\$&')}%`
      const found = (await hits(contains('title'), [viewer, pattern, 21])).map((row) => ({ row, rank: 1 }))
      const missing = 21 - found.length
      if (missing > 0) {
        const others = await hits(`${contains('content')} AND NOT ${contains('title')}`, [viewer, pattern, missing])
        for (const row of others) found.push({ row, rank: 0 })
      }
      return pageOf(
        found,
        20,
        ({ row }) => ({ post: postView(row), snippet: snippet(row.content, String(q)) }),
        ({ row, rank }) => [rank, ...timeKey(row)],
      )
    },
  }
}

/** An employee in a tree, with the key that siblings are sorted by. */
export interface EmployeeRow {
  id: number
  name: string
  title: string | null
  managerId: number | null
  version: number
  depth: number
  key: string
}

/** The rows of a tree, which are in any order: depth first, siblings by name. */
export function depthFirst(rows: EmployeeRow[]) {
  const reports = Map.groupBy(rows, ({ managerId }) => managerId)
  const ordered: Omit<EmployeeRow, 'key'>[] = []
  const stack = rows.filter(({ depth }) => depth === 0)
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { key: _, ...row } = next
    ordered.push(row)
    stack.push(...(reports.get(next.id) ?? []).sort((a, b) => (a.key === b.key ? b.id - a.id : a.key < b.key ? 1 : -1)))
  }
  return ordered
}

/** The tree below an employee. */
export function employeeReads(pool: Pool): Record<string, Handler> {
  return {
    'employees.subtree': async ({ id }) => {
      const { rows } = await pool.query<EmployeeRow>({
        name: 'subtree',
        text: `WITH RECURSIVE branch AS (
          SELECT id, name, title, manager_id AS "managerId", version, 0 AS depth, name_key AS key FROM employees WHERE id = $1
          UNION ALL
          SELECT e.id, e.name, e.title, e.manager_id, e.version, b.depth + 1, e.name_key
          FROM branch b JOIN employees e ON e.manager_id = b.id
        ) SELECT * FROM branch`,
        values: [id],
      })
      return depthFirst(rows)
    },
  }
}
