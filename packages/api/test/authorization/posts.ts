import { fresh, post, type Row, tag } from './world.ts'

/** Who may call the procedures of `posts`. */
export const authorization: Row[] = [
  { procedure: 'posts.byId', access: 'anyone', input: async (world) => ({ id: await post(world) }) },
  {
    procedure: 'posts.byExternalId',
    access: 'anyone',
    input: async ({ service, self }) => {
      const externalId = fresh('external')
      await service.posts.create({ title: 'Title', content: 'Content', authorId: self.id, externalId })
      return { externalId }
    },
  },
  { procedure: 'posts.list', access: 'anyone', input: async () => ({}) },
  { procedure: 'posts.changes', access: 'anyone', input: async (world) => ({ id: await post(world) }) },
  { procedure: 'posts.imported', access: 'admin', input: async () => ({ prefix: 'blog:' }) },
  {
    procedure: 'posts.create',
    access: 'viewer',
    input: async ({ caller }) => ({ title: 'Title', content: 'Content', authorId: caller.id }),
  },
  {
    procedure: 'posts.create',
    when: 'in the name of self',
    access: 'self',
    input: async ({ self }) => ({ title: 'Title', content: 'Content', authorId: self.id }),
  },
  {
    procedure: 'posts.create',
    when: 'with an externalId',
    access: 'admin',
    input: async ({ caller }) => ({ title: 'T', content: 'C', authorId: caller.id, externalId: fresh('external') }),
  },
  {
    procedure: 'posts.create',
    when: 'with a createdAt',
    access: 'admin',
    input: async ({ caller }) => ({
      title: 'Title',
      content: 'Content',
      authorId: caller.id,
      createdAt: '2020-01-01T00:00:00Z',
    }),
  },
  { procedure: 'posts.neighbours', access: 'anyone', input: async (world) => ({ id: await post(world) }) },
  { procedure: 'posts.drafts', access: 'viewer', input: async () => ({}) },
  { procedure: 'posts.drafts', when: 'of self', access: 'self', input: async ({ self }) => ({ userId: self.id }) },
  { procedure: 'posts.publish', access: 'self', input: async (world) => ({ id: await post(world) }) },
  { procedure: 'posts.unpublish', access: 'self', input: async (world) => ({ id: await post(world) }) },
  { procedure: 'posts.update', access: 'self', input: async (world) => ({ id: await post(world), title: 'New' }) },
  { procedure: 'posts.delete', access: 'self', input: async (world) => ({ id: await post(world) }) },
  {
    procedure: 'posts.addTag',
    access: 'self',
    input: async (world) => ({ postId: await post(world), tagId: await tag(world) }),
  },
  {
    procedure: 'posts.removeTag',
    access: 'self',
    input: async (world) => ({ postId: await post(world), tagId: await tag(world) }),
  },
]
