import type { RouterInputs } from './index.ts'

type Examples = {
  [Noun in keyof RouterInputs & string]?: {
    [Name in keyof RouterInputs[Noun] & string]?: RouterInputs[Noun][Name]
  }
}

/**
 * Example calls of the procedures that need more than the numbers of their schema, such as `id: 1`. On the demo blog all
 * of them succeed: the test of the OpenAPI document makes them.
 */
export const examples: Examples = {
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
    byExternalId: { externalId: 'blog:hello-world' },
    list: { authorId: 1, tags: { all: ['history'] }, limit: 5 },
    imported: { prefix: 'blog:', limit: 5 },
    drafts: { userId: 1, limit: 5 },
    unpublish: { id: 2 },
    publish: { id: 2 },
    addTag: { postId: 1, tagId: 2 },
    removeTag: { postId: 1, tagId: 2 },
    update: { id: 1, title: 'A new title', tags: { connectOrCreate: [{ name: 'history' }] } },
    delete: { id: 60 },
  },
  tags: {
    create: { name: 'relationships' },
    list: { q: 'history', limit: 5 },
    posts: { name: 'history', limit: 5 },
    rename: { id: 3, name: 'another name' },
    merge: { id: 5, into: 6 },
    delete: { id: 4 },
  },
  categories: {
    create: { name: 'Tutorials' },
    rename: { id: 2, name: 'Another name' },
    delete: { id: 3, posts: 'uncategorize' },
  },
  comments: {
    create: { postId: 1, authorId: 1, body: 'As looms weave flowers.' },
    update: { id: 1, body: 'Said better.' },
    delete: { id: 2 },
  },
  follows: {
    follow: { userId: 1, followerId: 2 },
    unfollow: { userId: 1, followerId: 2 },
  },
  employees: {
    create: { name: 'Grace Hopper', title: 'Rear admiral', managerId: 1 },
    list: { q: 'grace', limit: 5 },
    ancestors: { id: 5 },
    subtree: { id: 1, maxDepth: 2 },
    update: { id: 5, title: 'Head of research' },
    move: { id: 5, managerId: 1 },
    delete: { id: 6, subordinates: 'promote' },
  },
  webhooks: {
    create: { url: 'https://hooks.example.com/changes', tables: ['posts', 'comments'], kinds: ['created', 'updated'] },
  },
  search: { posts: { q: 'patterns', limit: 5 } },
  stats: {
    postsOverTime: { months: 6 },
  },
}
