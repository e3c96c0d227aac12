import { type Generated, Kysely, PostgresDialect, type SqlBool, sql } from 'kysely'
import { jsonArrayFrom } from 'kysely/helpers/postgres'
import { Pool, types } from 'pg'
import { type Backend, isTwoTags, pageOf, snippet } from '../src/load/floor/handler.ts'
import { type PostRow, postView, timeKey } from '../src/load/floor/postgres/posts.ts'
import { depthFirst, userView } from '../src/load/floor/postgres/reads.ts'

interface Tables {
  users: {
    id: Generated<number>
    username: string
    email: string
    created_at: Date
    post_count: number
    follower_count: number
    following_count: number
    version: number
  }
  profiles: { id: number; user_id: number; full_name: string; bio: string | null; version: number }
  categories: { id: number; name: string }
  tags: { id: number; name: string; name_key: string; post_count: number }
  posts: {
    id: Generated<number>
    title: string
    content: string
    author_id: number
    category_id: number | null
    like_count: number
    comment_count: number
    version: number
    created_at: Date
    updated_at: Date
  }
  post_tags: { post_id: number; tag_id: number; posted_at: Date }
  likes: { post_id: number; user_id: number }
  follows: { follower_id: number; followee_id: number }
  sessions: { token: string; user_id: number; expires_at: Date }
  employees: {
    id: number
    name: string
    name_key: string
    title: string | null
    manager_id: number | null
    version: number
  }
}

/** Kysely on node-postgres, as its documentation writes such queries: joins, and lists as JSON. */
export async function backend(url: string): Promise<Backend> {
  types.setTypeParser(20, Number)
  const options = '-c random_page_cost=1.1 -c jit=off -c enable_memoize=off -c TimeZone=UTC'
  const pool = new Pool({ connectionString: url, max: 10, idleTimeoutMillis: 0, options })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })

  const posts = (viewer: number) =>
    db
      .selectFrom('posts')
      .innerJoin('users', 'users.id', 'posts.author_id')
      .leftJoin('profiles', 'profiles.user_id', 'users.id')
      .leftJoin('categories', 'categories.id', 'posts.category_id')
      .select((eb) => [
        'posts.id',
        'posts.title',
        'posts.content',
        'posts.author_id as authorId',
        'users.username',
        'profiles.full_name as fullName',
        'posts.category_id as categoryId',
        'categories.name as categoryName',
        jsonArrayFrom(
          eb
            .selectFrom('post_tags')
            .innerJoin('tags', 'tags.id', 'post_tags.tag_id')
            .select(['tags.id', 'tags.name'])
            .whereRef('post_tags.post_id', '=', 'posts.id')
            .orderBy('tags.name_key'),
        ).as('tags'),
        'posts.like_count as likeCount',
        'posts.comment_count as commentCount',
        eb
          .exists(
            eb
              .selectFrom('likes')
              .select('likes.post_id')
              .whereRef('likes.post_id', '=', 'posts.id')
              .where('likes.user_id', '=', viewer),
          )
          .$castTo<boolean>()
          .as('likedByViewer'),
        'posts.version',
        'posts.created_at as createdAt',
        'posts.updated_at as updatedAt',
      ])
  const newest = (viewer: number) =>
    posts(viewer).orderBy('posts.created_at', 'desc').orderBy('posts.id', 'desc').limit(21)
  const users = (viewer: number) =>
    db
      .selectFrom('users')
      .leftJoin('profiles', 'profiles.user_id', 'users.id')
      .select((eb) => [
        'users.id',
        'users.username',
        'users.email',
        'users.created_at as createdAt',
        'users.post_count as postCount',
        'users.follower_count as followerCount',
        'users.following_count as followingCount',
        'users.version',
        'profiles.id as profileId',
        'profiles.version as profileVersion',
        'profiles.full_name as fullName',
        'profiles.bio',
        eb
          .exists(
            eb
              .selectFrom('follows')
              .select('follows.follower_id')
              .whereRef('follows.followee_id', '=', 'users.id')
              .where('follows.follower_id', '=', viewer),
          )
          .$castTo<boolean>()
          .as('followedByViewer'),
      ])
  const tagged = (viewer: number, keys: string[]) => {
    let query = newest(viewer)
    for (const key of keys) {
      query = query.where((eb) =>
        eb.exists(
          eb
            .selectFrom('post_tags')
            .innerJoin('tags', 'tags.id', 'post_tags.tag_id')
            .select('post_tags.post_id')
            .whereRef('post_tags.post_id', '=', 'posts.id')
            .where('tags.name_key', '=', key),
        ),
      )
    }
    return query.execute()
  }
  const page = (rows: PostRow[]) => pageOf(rows, 20, postView, timeKey)
  const contains = (column: string, pattern: string) =>
    sql<SqlBool>`search_key(${sql.ref(`posts.${column}`)}) like search_key(${pattern})`

  return {
    handlers: {
      'posts.byId': async ({ id }, viewer) =>
        postView(await posts(viewer).where('posts.id', '=', Number(id)).executeTakeFirstOrThrow()),
      'posts.list': async ({ tags }, viewer) =>
        page(await (isTwoTags(tags) ? tagged(viewer, tags.all) : newest(viewer).execute())),
      'tags.posts': async ({ name }, viewer) => page(await tagged(viewer, [String(name)])),
      'feed.list': async (_, viewer) =>
        page(
          await newest(viewer)
            .where('posts.author_id', 'in', (eb) =>
              eb.selectFrom('follows').select('followee_id').where('follower_id', '=', viewer),
            )
            .execute(),
        ),
      'users.byId': async ({ id }, viewer) => {
        const [user, own] = await Promise.all([
          users(viewer).where('users.id', '=', Number(id)).executeTakeFirstOrThrow(),
          newest(viewer).where('posts.author_id', '=', Number(id)).limit(11).execute(),
        ])
        return userView(user, viewer, own, 10)
      },
      'users.list': async (_, viewer) => {
        const rows = await users(viewer).orderBy('users.id').limit(21).execute()
        const authors = rows.slice(0, 20).map(({ id }) => id)
        const own = await posts(viewer)
          .where('posts.id', 'in', (eb) =>
            eb
              .selectFrom('users as author')
              .innerJoinLateral(
                (eb) =>
                  eb
                    .selectFrom('posts as own')
                    .select('own.id')
                    .whereRef('own.author_id', '=', 'author.id')
                    .orderBy('own.created_at', 'desc')
                    .orderBy('own.id', 'desc')
                    .limit(4)
                    .as('newest'),
                (join) => join.onTrue(),
              )
              .select('newest.id')
              .where('author.id', 'in', authors),
          )
          .orderBy('posts.created_at', 'desc')
          .orderBy('posts.id', 'desc')
          .execute()
        const byAuthor = Map.groupBy(own, ({ authorId }) => authorId)
        return pageOf(
          rows,
          20,
          (row) => userView(row, viewer, byAuthor.get(row.id) ?? [], 3),
          (row) => [row.id],
        )
      },
      'search.posts': async ({ q }, viewer) => {
        const pattern = `%${String(q).replace(/[\\%_]/g, '\\$&')}%`
        const inTitle = await newest(viewer).where(contains('title', pattern)).execute()
        const found = inTitle.map((row) => ({ row, rank: 1 }))
        if (found.length < 21) {
          const others = await newest(viewer)
            .where(contains('content', pattern))
            .where((eb) => eb.not(contains('title', pattern)))
            .limit(21 - found.length)
            .execute()
          for (const row of others) found.push({ row, rank: 0 })
        }
        return pageOf(
          found,
          20,
          ({ row }) => ({ post: postView(row), snippet: snippet(row.content, String(q)) }),
          ({ row, rank }) => [rank, ...timeKey(row)],
        )
      },
      'employees.subtree': async ({ id }) => {
        const rows = await db
          .withRecursive('branch', (db) =>
            db
              .selectFrom('employees')
              .select(['id', 'name', 'title', 'manager_id', 'version', 'name_key', sql<number>`0`.as('depth')])
              .where('id', '=', Number(id))
              .unionAll(
                db
                  .selectFrom('branch')
                  .innerJoin('employees as e', 'e.manager_id', 'branch.id')
                  .select([
                    'e.id',
                    'e.name',
                    'e.title',
                    'e.manager_id',
                    'e.version',
                    'e.name_key',
                    sql<number>`branch.depth + 1`.as('depth'),
                  ]),
              ),
          )
          .selectFrom('branch')
          .select(['id', 'name', 'title', 'manager_id as managerId', 'version', 'depth', 'name_key as key'])
          .execute()
        return depthFirst(rows)
      },
    },
    viewerOf: async (token) => {
      const row = await db
        .selectFrom('sessions')
        .innerJoin('users', 'users.id', 'sessions.user_id')
        .select('users.id')
        .where('sessions.token', '=', token)
        .where('sessions.expires_at', '>', new Date())
        .executeTakeFirst()
      return row?.id ?? 0
    },
  }
}
