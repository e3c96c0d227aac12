import { PrismaPg } from '@prisma/adapter-pg'
import { types } from 'pg'
import { type Backend, isTwoTags, pageOf, snippet } from '../src/load/floor/handler.ts'
import { depthFirst, type EmployeeRow } from '../src/load/floor/postgres/reads.ts'
import { type Prisma, PrismaClient } from './generated/client.ts'

const newest = [{ createdAt: 'desc' }, { id: 'desc' }] satisfies Prisma.PostOrderByWithRelationInput[]

const postSelection = (viewer: number) =>
  ({
    author: { select: { username: true, profile: { select: { fullName: true } } } },
    category: { select: { id: true, name: true } },
    tags: { select: { tag: { select: { id: true, name: true } } }, orderBy: { tag: { nameKey: 'asc' } } },
    likes: { where: { userId: viewer }, select: { userId: true } },
  }) satisfies Prisma.PostInclude

type PostRow = Prisma.PostGetPayload<{ include: ReturnType<typeof postSelection> }>

const postView = (row: PostRow) => ({
  id: row.id,
  title: row.title,
  content: row.content,
  authorId: row.authorId,
  author: { id: row.authorId, username: row.author.username, fullName: row.author.profile?.fullName ?? null },
  category: row.category,
  tags: row.tags.map(({ tag }) => tag),
  likeCount: row.likeCount,
  commentCount: row.commentCount,
  likedByViewer: row.likes.length > 0,
  draft: false,
  version: row.version,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
})

const timeKey = (row: PostRow) => [row.createdAt.getTime(), row.id]

const userSelection = (viewer: number, posts: number) =>
  ({
    profile: { select: { id: true, userId: true, fullName: true, bio: true, version: true } },
    followers: { where: { followerId: viewer }, select: { followerId: true } },
    posts: { include: postSelection(viewer), orderBy: newest, take: posts + 1 },
  }) satisfies Prisma.UserInclude

type UserRow = Prisma.UserGetPayload<{ include: ReturnType<typeof userSelection> }>

const userView = (row: UserRow, viewer: number, limit: number) => ({
  id: row.id,
  username: row.username,
  email: row.id === viewer ? row.email : null,
  createdAt: row.createdAt,
  profile: row.profile,
  postCount: row.postCount,
  followerCount: row.followerCount,
  followingCount: row.followingCount,
  followedByViewer: row.followers.length > 0,
  version: row.version,
  posts: pageOf(row.posts, limit, postView, timeKey),
})

/** Prisma on its adapter for node-postgres, as its documentation writes such queries. SQL only where it has no query. */
export async function backend(url: string): Promise<Backend> {
  types.setTypeParser(20, Number)
  const options = '-c random_page_cost=1.1 -c jit=off -c enable_memoize=off -c TimeZone=UTC'
  const db = new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: 10, idleTimeoutMillis: 0, options }),
  })
  const posts = (where: Prisma.PostWhereInput, viewer: number) =>
    db.post.findMany({ where, include: postSelection(viewer), orderBy: newest, take: 21 })
  const page = (rows: PostRow[]) => pageOf(rows, 20, postView, timeKey)
  const carries = (nameKey: string): Prisma.PostWhereInput => ({ tags: { some: { tag: { nameKey } } } })

  return {
    handlers: {
      'posts.byId': async ({ id }, viewer) =>
        postView(await db.post.findUniqueOrThrow({ where: { id: Number(id) }, include: postSelection(viewer) })),
      'posts.list': async ({ tags }, viewer) =>
        page(await posts(isTwoTags(tags) ? { AND: tags.all.map(carries) } : {}, viewer)),
      'tags.posts': async ({ name }, viewer) => page(await posts(carries(String(name)), viewer)),
      'feed.list': async (_, viewer) =>
        page(await posts({ author: { followers: { some: { followerId: viewer } } } }, viewer)),
      'users.byId': async ({ id }, viewer) =>
        userView(
          await db.user.findUniqueOrThrow({ where: { id: Number(id) }, include: userSelection(viewer, 10) }),
          viewer,
          10,
        ),
      'users.list': async (_, viewer) =>
        pageOf(
          await db.user.findMany({ include: userSelection(viewer, 3), orderBy: { id: 'asc' }, take: 21 }),
          20,
          (row) => userView(row, viewer, 3),
          (row) => [row.id],
        ),
      'search.posts': async ({ q }, viewer) => {
        const pattern = `%${String(q).replace(/[\\%_]/g, '\\$&')}%`
        const found = await db.$queryRaw<{ id: bigint | number; rank: number }[]>`
          (SELECT id, 1 AS rank FROM posts WHERE search_key(title) LIKE search_key(${pattern})
            ORDER BY created_at DESC, id DESC LIMIT 21)
          UNION ALL
          (SELECT id, 0 AS rank FROM posts
            WHERE search_key(content) LIKE search_key(${pattern}) AND NOT search_key(title) LIKE search_key(${pattern})
            ORDER BY created_at DESC, id DESC LIMIT 21)
          LIMIT 21`
        const ids = found.map(({ id }) => Number(id))
        const rows = await db.post.findMany({ where: { id: { in: ids } }, include: postSelection(viewer) })
        const byId = new Map(rows.map((row) => [row.id, row]))
        const hits = found.flatMap(({ id, rank }) => {
          const row = byId.get(Number(id))
          return row ? [{ row, rank }] : []
        })
        return pageOf(
          hits,
          20,
          ({ row }) => ({ post: postView(row), snippet: snippet(row.content, String(q)) }),
          ({ row, rank }) => [rank, ...timeKey(row)],
        )
      },
      'employees.subtree': async ({ id }) => {
        const rows = await db.$queryRaw<EmployeeRow[]>`WITH RECURSIVE branch AS (
            SELECT id, name, title, manager_id, version, 0 AS depth, name_key FROM employees WHERE id = ${Number(id)}
            UNION ALL
            SELECT e.id, e.name, e.title, e.manager_id, e.version, b.depth + 1, e.name_key
            FROM branch b JOIN employees e ON e.manager_id = b.id
          ) SELECT id::int, name, title, manager_id::int AS "managerId", version, depth, name_key AS key FROM branch`
        return depthFirst(rows)
      },
    },
    viewerOf: async (token) => {
      const row = await db.session.findUnique({ where: { token, expiresAt: { gt: new Date() } } })
      return row?.userId ?? 0
    },
  }
}
