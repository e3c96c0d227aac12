import { fresh, post, type Row, tag } from '../authorization-world.ts'

/** Who may call the procedures of `posts`. */
export const authorization: Row[] = [
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
]
