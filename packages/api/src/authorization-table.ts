import type { Who } from '@trellis/rpc'
import type { createCaller } from './root.ts'

/** What an input is made of: a service to create rows with, the user in the column `self`, who has no profile, and the one who calls. */
export interface World {
  service: ReturnType<typeof createCaller>
  self: { id: number; username: string }
  /** The calling user; for a service and for nobody, somebody on whose behalf a call can be made. */
  caller: { id: number }
}

/** A call that the matrix makes as everybody. */
export interface Row {
  procedure: string
  /** What is special about this call, if the procedure has several rows. */
  when?: string
  who: Who
  /** Makes the rows that the call needs, and its input. Everything in it is new for each call. */
  input(world: World): Promise<unknown>
}

let unique = 0
const fresh = (prefix: string) => `${prefix}-${++unique}-${process.pid}`

const user = async ({ service }: World) => {
  const username = fresh('user')
  return (await service.users.create({ username, email: `${username}@example.com` })).id
}
const post = async ({ service, self }: World) =>
  (await service.posts.create({ title: 'Title', content: 'Content', authorId: self.id })).id
const tag = async ({ service }: World) => (await service.tags.create({ name: fresh('tag') })).id
const category = async ({ service }: World) => (await service.categories.create({ name: fresh('category') })).id
const comment = async (world: World) =>
  (await world.service.comments.create({ postId: await post(world), body: 'Body', authorId: world.self.id })).id
const employee = async ({ service }: World) => (await service.employees.create({ name: 'Name' })).id
const profile = (world: World) => world.service.profiles.create({ userId: world.self.id, fullName: 'Full Name' })

/**
 * Who may call what: every procedure, and the calls of one that depend on more than who calls. A row that several
 * callers may touch belongs to `self`.
 */
export const authorization: Row[] = [
  { procedure: 'users.byId', who: 'anyone', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.byUsername', who: 'anyone', input: async ({ self }) => ({ username: self.username }) },
  { procedure: 'users.list', who: 'anyone', input: async () => ({}) },
  {
    procedure: 'users.create',
    who: 'service',
    input: async () => ({ username: fresh('created'), email: `${fresh('created')}@example.com` }),
  },
  { procedure: 'users.update', who: 'self', input: async ({ self }) => ({ id: self.id, username: fresh('renamed') }) },
  { procedure: 'users.deletionPreview', who: 'self', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.delete', who: 'self', input: async ({ self }) => ({ id: self.id }) },
  {
    procedure: 'users.delete',
    when: 'reassigning the posts',
    who: 'service',
    input: async (world) => ({ id: await user(world), posts: { reassignTo: world.self.id } }),
  },

  {
    procedure: 'profiles.byUser',
    who: 'anyone',
    input: async (world) => ({ userId: (await profile(world)).userId }),
  },
  { procedure: 'profiles.create', who: 'self', input: async ({ self }) => ({ userId: self.id, fullName: 'Name' }) },
  {
    procedure: 'profiles.update',
    who: 'self',
    input: async (world) => ({ userId: (await profile(world)).userId, bio: 'Bio' }),
  },
  { procedure: 'profiles.delete', who: 'self', input: async (world) => ({ userId: (await profile(world)).userId }) },

  { procedure: 'posts.byId', who: 'anyone', input: async (world) => ({ id: await post(world) }) },
  {
    procedure: 'posts.byExternalId',
    who: 'anyone',
    input: async ({ service, self }) => {
      const externalId = fresh('external')
      await service.posts.create({ title: 'Title', content: 'Content', authorId: self.id, externalId })
      return { externalId }
    },
  },
  { procedure: 'posts.list', who: 'anyone', input: async () => ({}) },
  { procedure: 'posts.imported', who: 'service', input: async () => ({ prefix: 'blog:' }) },
  {
    procedure: 'posts.create',
    who: 'viewer',
    input: async ({ caller }) => ({ title: 'Title', content: 'Content', authorId: caller.id }),
  },
  {
    procedure: 'posts.create',
    when: 'in the name of self',
    who: 'self',
    input: async ({ self }) => ({ title: 'Title', content: 'Content', authorId: self.id }),
  },
  {
    procedure: 'posts.create',
    when: 'with an externalId',
    who: 'service',
    input: async ({ caller }) => ({ title: 'T', content: 'C', authorId: caller.id, externalId: fresh('external') }),
  },
  {
    procedure: 'posts.create',
    when: 'with a createdAt',
    who: 'service',
    input: async ({ caller }) => ({
      title: 'Title',
      content: 'Content',
      authorId: caller.id,
      createdAt: '2020-01-01T00:00:00Z',
    }),
  },
  { procedure: 'posts.update', who: 'self', input: async (world) => ({ id: await post(world), title: 'New' }) },
  { procedure: 'posts.delete', who: 'self', input: async (world) => ({ id: await post(world) }) },
  {
    procedure: 'posts.addTag',
    who: 'self',
    input: async (world) => ({ postId: await post(world), tagId: await tag(world) }),
  },
  {
    procedure: 'posts.removeTag',
    who: 'self',
    input: async (world) => ({ postId: await post(world), tagId: await tag(world) }),
  },

  { procedure: 'tags.byId', who: 'anyone', input: async (world) => ({ id: await tag(world) }) },
  { procedure: 'tags.list', who: 'anyone', input: async () => ({}) },
  {
    procedure: 'tags.posts',
    who: 'anyone',
    input: async ({ service }) => ({ name: (await service.tags.create({ name: fresh('tag') })).name }),
  },
  { procedure: 'tags.create', who: 'viewer', input: async () => ({ name: fresh('tag') }) },
  { procedure: 'tags.rename', who: 'admin', input: async (world) => ({ id: await tag(world), name: fresh('tag') }) },
  { procedure: 'tags.delete', who: 'admin', input: async (world) => ({ id: await tag(world) }) },

  { procedure: 'categories.byId', who: 'anyone', input: async (world) => ({ id: await category(world) }) },
  { procedure: 'categories.list', who: 'anyone', input: async () => ({}) },
  { procedure: 'categories.posts', who: 'anyone', input: async (world) => ({ id: await category(world) }) },
  { procedure: 'categories.create', who: 'viewer', input: async () => ({ name: fresh('category') }) },
  {
    procedure: 'categories.rename',
    who: 'admin',
    input: async (world) => ({ id: await category(world), name: fresh('category') }),
  },
  { procedure: 'categories.delete', who: 'admin', input: async (world) => ({ id: await category(world) }) },

  { procedure: 'comments.byId', who: 'anyone', input: async (world) => ({ id: await comment(world) }) },
  { procedure: 'comments.list', who: 'anyone', input: async (world) => ({ postId: await post(world) }) },
  { procedure: 'comments.thread', who: 'anyone', input: async (world) => ({ id: await comment(world) }) },
  { procedure: 'comments.replies', who: 'anyone', input: async (world) => ({ commentId: await comment(world) }) },
  {
    procedure: 'comments.create',
    who: 'viewer',
    input: async (world) => ({ postId: await post(world), body: 'Body', authorId: world.caller.id }),
  },
  {
    procedure: 'comments.create',
    when: 'in the name of self',
    who: 'self',
    input: async (world) => ({ postId: await post(world), body: 'Body', authorId: world.self.id }),
  },
  { procedure: 'comments.update', who: 'self', input: async (world) => ({ id: await comment(world), body: 'New' }) },
  { procedure: 'comments.delete', who: 'self', input: async (world) => ({ id: await comment(world) }) },
  {
    procedure: 'comments.delete',
    when: "somebody else's on the post of self",
    who: 'self',
    input: async (world) => {
      const authorId = await user(world)
      return { id: (await world.service.comments.create({ postId: await post(world), body: 'B', authorId })).id }
    },
  },

  {
    procedure: 'likes.like',
    who: 'viewer',
    input: async (world) => ({ postId: await post(world), userId: world.caller.id }),
  },
  {
    procedure: 'likes.like',
    when: 'in the name of self',
    who: 'self',
    input: async (world) => ({ postId: await post(world), userId: world.self.id }),
  },
  {
    procedure: 'likes.unlike',
    who: 'viewer',
    input: async (world) => ({ postId: await post(world), userId: world.caller.id }),
  },
  {
    procedure: 'likes.unlike',
    when: 'in the name of self',
    who: 'self',
    input: async (world) => ({ postId: await post(world), userId: world.self.id }),
  },
  { procedure: 'likes.users', who: 'anyone', input: async (world) => ({ postId: await post(world) }) },

  {
    procedure: 'follows.follow',
    who: 'viewer',
    input: async (world) => ({ userId: await user(world), followerId: world.caller.id }),
  },
  {
    procedure: 'follows.follow',
    when: 'in the name of self',
    who: 'self',
    input: async (world) => ({ userId: await user(world), followerId: world.self.id }),
  },
  {
    procedure: 'follows.unfollow',
    who: 'viewer',
    input: async (world) => ({ userId: await user(world), followerId: world.caller.id }),
  },
  {
    procedure: 'follows.unfollow',
    when: 'in the name of self',
    who: 'self',
    input: async (world) => ({ userId: await user(world), followerId: world.self.id }),
  },
  { procedure: 'follows.followers', who: 'anyone', input: async ({ self }) => ({ userId: self.id }) },
  { procedure: 'follows.following', who: 'anyone', input: async ({ self }) => ({ userId: self.id }) },

  { procedure: 'feed.list', who: 'viewer', input: async ({ caller }) => ({ userId: caller.id }) },
  { procedure: 'feed.list', when: 'of self', who: 'self', input: async ({ self }) => ({ userId: self.id }) },

  { procedure: 'employees.byId', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.list', who: 'anyone', input: async () => ({}) },
  { procedure: 'employees.roots', who: 'anyone', input: async () => ({}) },
  { procedure: 'employees.subordinates', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.ancestors', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.subtree', who: 'anyone', input: async (world) => ({ id: await employee(world) }) },
  { procedure: 'employees.create', who: 'service', input: async () => ({ name: 'Name' }) },
  {
    procedure: 'employees.update',
    who: 'service',
    input: async (world) => ({ id: await employee(world), name: 'New' }),
  },
  {
    procedure: 'employees.move',
    who: 'service',
    input: async (world) => ({ id: await employee(world), managerId: await employee(world) }),
  },
  { procedure: 'employees.delete', who: 'service', input: async (world) => ({ id: await employee(world) }) },

  { procedure: 'search.posts', who: 'anyone', input: async () => ({ q: 'text' }) },
  { procedure: 'stats.blog', who: 'anyone', input: async () => undefined },
  { procedure: 'stats.postsOverTime', who: 'anyone', input: async () => undefined },
  { procedure: 'stats.topTags', who: 'anyone', input: async () => undefined },
  { procedure: 'stats.topAuthors', who: 'anyone', input: async () => undefined },
  { procedure: 'viewer.current', who: 'anyone', input: async () => undefined },
]
