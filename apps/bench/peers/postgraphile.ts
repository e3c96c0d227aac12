import { Pool } from 'pg'
import { postgraphile } from 'postgraphile'
import { makePgService } from 'postgraphile/adaptors/pg'
import { execute, hookArgs } from 'postgraphile/grafast'
import { parse } from 'postgraphile/graphql'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { type Backend, isTwoTags, pageOf, snippet } from '../src/load/floor/handler.ts'
import { depthFirst, type EmployeeRow } from '../src/load/floor/postgres/reads.ts'

/** What PostGraphile has no query for becomes a function of the database, as its documentation advises. */
const FUNCTIONS = `
CREATE FUNCTION feed_of(viewer bigint) RETURNS SETOF posts LANGUAGE sql STABLE AS $$
  SELECT * FROM posts p WHERE EXISTS (
    SELECT 1 FROM follows w WHERE w.follower_id = viewer AND w.followee_id = p.author_id)
  ORDER BY p.created_at DESC, p.id DESC $$;
CREATE FUNCTION posts_tagged(tag_key text, other_key text) RETURNS SETOF posts LANGUAGE sql STABLE AS $$
  SELECT p.* FROM post_tags x JOIN posts p ON p.id = x.post_id WHERE x.tag_id = (SELECT id FROM tags WHERE name_key = tag_key)
    AND (other_key IS NULL OR EXISTS (SELECT 1 FROM post_tags y
      WHERE y.post_id = x.post_id AND y.tag_id = (SELECT id FROM tags WHERE name_key = other_key)))
  ORDER BY x.posted_at DESC, x.post_id DESC $$;
CREATE FUNCTION titles_with(pattern text) RETURNS SETOF posts LANGUAGE sql STABLE AS $$
  SELECT * FROM posts p WHERE search_key(p.title) LIKE search_key(pattern) ORDER BY p.created_at DESC, p.id DESC $$;
CREATE FUNCTION contents_with(pattern text) RETURNS SETOF posts LANGUAGE sql STABLE AS $$
  SELECT * FROM posts p WHERE search_key(p.content) LIKE search_key(pattern)
    AND NOT search_key(p.title) LIKE search_key(pattern) ORDER BY p.created_at DESC, p.id DESC $$;
CREATE FUNCTION tree_below(root bigint)
  RETURNS TABLE (id int, name text, title text, manager_id int, version int, depth int, key text)
  LANGUAGE sql STABLE AS $$
    WITH RECURSIVE branch AS (
      SELECT e.id, e.name, e.title, e.manager_id, e.version, 0 AS depth, e.name_key FROM employees e WHERE e.id = root
      UNION ALL
      SELECT e.id, e.name, e.title, e.manager_id, e.version, b.depth + 1, e.name_key
      FROM branch b JOIN employees e ON e.manager_id = b.id
    ) SELECT b.id::int, b.name, b.title, b.manager_id::int, b.version, b.depth, b.name_key FROM branch b $$;`

const POST = `fragment Post on Post {
  rowId title content authorId likeCount commentCount version createdAt updatedAt
  author: userByAuthorId { username profile: profileByUserId { fullName } }
  category: categoryByCategoryId { rowId name }
  tags: postTagsByPostId { nodes { tag: tagByTagId { rowId name nameKey } } }
  likes: likesByPostId(condition: { userId: $viewer }, first: 1) { nodes { userId } }
}`
const USER = `fragment User on User {
  rowId username email createdAt postCount followerCount followingCount version
  profile: profileByUserId { rowId userId fullName bio version }
  followers: followsByFolloweeId(condition: { followerId: $viewer }, first: 1) { nodes { followerId } }
}`
const NEWEST = '[CREATED_AT_DESC, ROW_ID_DESC]'

const documents = {
  post: `query ($viewer: BigInt!, $id: BigInt!) { post: postByRowId(rowId: $id) { ...Post } } ${POST}`,
  newest: `query ($viewer: BigInt!) { posts: allPosts(first: 21, orderBy: ${NEWEST}) { nodes { ...Post } } } ${POST}`,
  tagged: `query ($viewer: BigInt!, $name: String!, $other: String) {
    posts: postsTagged(tagKey: $name, otherKey: $other, first: 21) { nodes { ...Post } } } ${POST}`,
  feed: `query ($viewer: BigInt!) { posts: feedOf(viewer: $viewer, first: 21) { nodes { ...Post } } } ${POST}`,
  search: `query ($viewer: BigInt!, $pattern: String!) {
    titles: titlesWith(pattern: $pattern, first: 21) { nodes { ...Post } }
    contents: contentsWith(pattern: $pattern, first: 21) { nodes { ...Post } } } ${POST}`,
  user: `query ($viewer: BigInt!, $id: BigInt!) { user: userByRowId(rowId: $id) {
    ...User posts: postsByAuthorId(first: 11, orderBy: ${NEWEST}) { nodes { ...Post } } } } ${USER} ${POST}`,
  users: `query ($viewer: BigInt!) { users: allUsers(first: 21, orderBy: [ROW_ID_ASC]) { nodes {
    ...User posts: postsByAuthorId(first: 4, orderBy: ${NEWEST}) { nodes { ...Post } } } } } ${USER} ${POST}`,
  tree: `query ($id: BigInt!) { employees: treeBelow(root: $id) {
    nodes { id: id name title managerId version depth key } } }`,
}

interface List<Node> {
  nodes: Node[]
}
interface PostNode {
  rowId: string
  title: string
  content: string
  authorId: string
  likeCount: number
  commentCount: number
  version: number
  createdAt: string
  updatedAt: string
  author: { username: string; profile: { fullName: string } | null }
  category: { rowId: string; name: string } | null
  tags: List<{ tag: { rowId: string; name: string; nameKey: string } }>
  likes: List<unknown>
}
interface UserNode {
  rowId: string
  username: string
  email: string
  createdAt: string
  postCount: number
  followerCount: number
  followingCount: number
  version: number
  profile: { rowId: string; userId: string; fullName: string; bio: string | null; version: number } | null
  followers: List<unknown>
  posts: List<PostNode>
}

const postView = (node: PostNode) => ({
  id: Number(node.rowId),
  title: node.title,
  content: node.content,
  authorId: Number(node.authorId),
  author: {
    id: Number(node.authorId),
    username: node.author.username,
    fullName: node.author.profile?.fullName ?? null,
  },
  category: node.category && { id: Number(node.category.rowId), name: node.category.name },
  tags: node.tags.nodes
    .sort((a, b) => (a.tag.nameKey < b.tag.nameKey ? -1 : 1))
    .map(({ tag }) => ({ id: Number(tag.rowId), name: tag.name })),
  likeCount: node.likeCount,
  commentCount: node.commentCount,
  likedByViewer: node.likes.nodes.length > 0,
  draft: false,
  version: node.version,
  createdAt: new Date(node.createdAt),
  updatedAt: new Date(node.updatedAt),
})
const timeKey = (node: PostNode) => [Date.parse(node.createdAt), Number(node.rowId)]
const page = ({ nodes }: List<PostNode>, limit = 20) => pageOf(nodes, limit, postView, timeKey)

const userView = (node: UserNode, viewer: number, limit: number) => ({
  id: Number(node.rowId),
  username: node.username,
  email: Number(node.rowId) === viewer ? node.email : null,
  createdAt: new Date(node.createdAt),
  profile: node.profile && {
    id: Number(node.profile.rowId),
    userId: Number(node.profile.userId),
    fullName: node.profile.fullName,
    bio: node.profile.bio,
    version: node.profile.version,
  },
  postCount: node.postCount,
  followerCount: node.followerCount,
  followingCount: node.followingCount,
  followedByViewer: node.followers.nodes.length > 0,
  version: node.version,
  posts: page(node.posts, limit),
})

/** PostGraphile, called without its own HTTP server: its documents are parsed once, and its answers take our form. */
export async function backend(url: string): Promise<Backend> {
  const options = '-c random_page_cost=1.1 -c jit=off -c enable_memoize=off -c TimeZone=UTC'
  const pool = new Pool({ connectionString: url, max: 10, idleTimeoutMillis: 0, options })
  await pool.query(FUNCTIONS)
  const instance = postgraphile({
    extends: [PostGraphileAmberPreset],
    pgServices: [makePgService({ pool, schemas: ['public'] })],
    grafast: { explain: false },
  })
  const { schema, resolvedPreset } = await instance.getSchemaResult()
  const parsed = new Map(Object.entries(documents).map(([name, source]) => [name, parse(source)]))

  async function read<Data>(name: keyof typeof documents, variableValues: Record<string, unknown>): Promise<Data> {
    const document = parsed.get(name)
    if (!document) throw new Error(`There is no document ${name}`)
    const result = await execute(
      await hookArgs({ schema, document, variableValues, resolvedPreset, requestContext: {} }),
    )
    if (!('data' in result) || !result.data || result.errors) throw new Error(JSON.stringify(result))
    return result.data as Data
  }
  type Posts = { posts: List<PostNode> }

  return {
    handlers: {
      'posts.byId': async ({ id }, viewer) => postView((await read<{ post: PostNode }>('post', { viewer, id })).post),
      'posts.list': async ({ tags }, viewer) => {
        if (!isTwoTags(tags)) return page((await read<Posts>('newest', { viewer })).posts)
        const [other, name] = tags.all
        return page((await read<Posts>('tagged', { viewer, name, other })).posts)
      },
      'tags.posts': async ({ name }, viewer) => page((await read<Posts>('tagged', { viewer, name })).posts),
      'feed.list': async (_, viewer) => page((await read<Posts>('feed', { viewer })).posts),
      'users.byId': async ({ id }, viewer) =>
        userView((await read<{ user: UserNode }>('user', { viewer, id })).user, viewer, 10),
      'users.list': async (_, viewer) =>
        pageOf(
          (await read<{ users: List<UserNode> }>('users', { viewer })).users.nodes,
          20,
          (node) => userView(node, viewer, 3),
          (node) => [Number(node.rowId)],
        ),
      'search.posts': async ({ q }, viewer) => {
        const pattern = `%${String(q).replace(/[\\%_]/g, '\\$&')}%`
        const { titles, contents } = await read<Record<'titles' | 'contents', List<PostNode>>>('search', {
          viewer,
          pattern,
        })
        const hits = [
          ...titles.nodes.map((node) => ({ node, rank: 1 })),
          ...contents.nodes.map((node) => ({ node, rank: 0 })),
        ].slice(0, 21)
        return pageOf(
          hits,
          20,
          ({ node }) => ({ post: postView(node), snippet: snippet(node.content, String(q)) }),
          ({ node, rank }) => [rank, ...timeKey(node)],
        )
      },
      'employees.subtree': async ({ id }) =>
        depthFirst((await read<{ employees: List<EmployeeRow> }>('tree', { id })).employees.nodes),
    },
    viewerOf: async (token) => {
      const { rows } = await pool.query<{ id: number }>({
        name: 'viewer',
        text: 'SELECT user_id::int AS id FROM sessions WHERE token = $1 AND expires_at > now()',
        values: [token],
      })
      return rows[0]?.id ?? 0
    },
  }
}
