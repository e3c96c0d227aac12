import type { RouterInputs } from './index.ts'

/** What the procedures of each noun are about. */
export const nouns: Record<keyof RouterInputs & string, string> = {
  users: 'Users, each with a profile and posts.',
  profiles: 'One-to-one: what goes with a user.',
  posts: 'One-to-many: a user has posts.',
  tags: 'Many-to-many: posts carry tags.',
  categories: 'Many-to-one: a post is in one category or in none.',
  comments: 'Threads below a post.',
  likes: 'Many-to-many between users and posts.',
  follows: 'Many-to-many between users and users.',
  feed: 'Posts by those a user follows.',
  employees: 'Self-referential: an employee has a manager, who is an employee too.',
  search: 'Search.',
  stats: 'Numbers about the blog.',
  viewer: 'Who is calling.',
}

type Examples = {
  [Noun in keyof RouterInputs & string]: {
    [Name in keyof RouterInputs[Noun] & string]: RouterInputs[Noun][Name]
  }
}

/**
 * One example call of every procedure. Made in this order on the demo blog, all of them succeed. The test of the
 * OpenAPI document makes them.
 */
export const examples: Examples = {
  viewer: { current: undefined },
  users: {
    create: { username: 'grace', email: 'grace@example.com', profile: { fullName: 'Grace Hopper', bio: 'Compilers.' } },
    byId: { id: 1, posts: { limit: 3 } },
    byUsername: { username: 'grace', posts: { limit: 3 } },
    list: { q: 'a', limit: 5 },
    update: { id: 2, email: 'new-address@example.com' },
    accounts: { q: 'grace', limit: 5 },
    setRole: { id: 3, role: 'admin' },
    deletionPreview: { id: 3 },
    delete: { id: 13, posts: 'cascade' },
  },
  profiles: {
    byUser: { userId: 1 },
    update: { userId: 1, bio: 'Writes about trees.' },
    delete: { userId: 2 },
    create: { userId: 2, fullName: 'Grace Hopper', bio: 'Writes compilers.' },
  },
  posts: {
    create: {
      authorId: 1,
      title: 'On analytical engines',
      content: 'They weave algebraic patterns.',
      category: { connectOrCreate: { name: 'Essays' } },
      tags: { connectOrCreate: [{ name: 'history' }, { name: 'computing' }] },
    },
    byId: { id: 1 },
    byExternalId: { externalId: 'blog:hello-world' },
    list: { authorId: 1, tags: { all: ['history'] }, limit: 5 },
    imported: { prefix: 'blog:', limit: 5 },
    addTag: { postId: 1, tagId: 2 },
    removeTag: { postId: 1, tagId: 2 },
    update: { id: 1, title: 'A new title', tags: { connectOrCreate: [{ name: 'history' }] } },
    delete: { id: 60 },
  },
  tags: {
    create: { name: 'relationships' },
    byId: { id: 1 },
    list: { q: 'history', limit: 5 },
    posts: { name: 'history', limit: 5 },
    rename: { id: 3, name: 'another name' },
    merge: { id: 5, into: 6 },
    delete: { id: 4 },
  },
  categories: {
    create: { name: 'Tutorials' },
    byId: { id: 1 },
    list: { limit: 5 },
    posts: { id: 1, limit: 5 },
    rename: { id: 2, name: 'Another name' },
    delete: { id: 3, posts: 'uncategorize' },
  },
  comments: {
    create: { postId: 1, authorId: 1, body: 'As looms weave flowers.' },
    byId: { id: 1 },
    list: { postId: 1, limit: 5 },
    replies: { commentId: 1, limit: 5 },
    thread: { id: 1 },
    update: { id: 1, body: 'Said better.' },
    delete: { id: 2 },
  },
  likes: {
    like: { postId: 1, userId: 1 },
    users: { postId: 1, limit: 5 },
    unlike: { postId: 1, userId: 1 },
  },
  follows: {
    follow: { userId: 1, followerId: 2 },
    followers: { userId: 1, limit: 5 },
    following: { userId: 1, limit: 5 },
    unfollow: { userId: 1, followerId: 2 },
  },
  feed: { list: { userId: 1, limit: 5 } },
  employees: {
    create: { name: 'Grace Hopper', title: 'Rear admiral', managerId: 1 },
    byId: { id: 1 },
    list: { q: 'grace', limit: 5 },
    roots: { limit: 5 },
    subordinates: { id: 1 },
    ancestors: { id: 5 },
    subtree: { id: 1, maxDepth: 2 },
    update: { id: 5, title: 'Head of research' },
    move: { id: 5, managerId: 1 },
    delete: { id: 6, subordinates: 'promote' },
  },
  search: { posts: { q: 'patterns', limit: 5 } },
  stats: {
    blog: undefined,
    postsOverTime: { months: 6 },
    topTags: { limit: 5 },
    topAuthors: { limit: 5 },
  },
}
