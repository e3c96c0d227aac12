import { comment, post, type Row, user } from './world.ts'

/** Who may call the procedures of `comments`. */
export const authorization: Row[] = [
  { procedure: 'comments.latest', access: 'admin', input: async () => ({}) },
  { procedure: 'comments.byId', access: 'anyone', input: async (world) => ({ id: await comment(world) }) },
  { procedure: 'comments.list', access: 'anyone', input: async (world) => ({ postId: await post(world) }) },
  { procedure: 'comments.changes', access: 'anyone', input: async (world) => ({ postId: await post(world) }) },
  { procedure: 'comments.thread', access: 'anyone', input: async (world) => ({ id: await comment(world) }) },
  { procedure: 'comments.replies', access: 'anyone', input: async (world) => ({ commentId: await comment(world) }) },
  {
    procedure: 'comments.create',
    access: 'viewer',
    input: async (world) => ({ postId: await post(world), body: 'Body', authorId: world.caller.id }),
  },
  {
    procedure: 'comments.create',
    when: 'in the name of self',
    access: 'self',
    input: async (world) => ({ postId: await post(world), body: 'Body', authorId: world.self.id }),
  },
  { procedure: 'comments.update', access: 'self', input: async (world) => ({ id: await comment(world), body: 'New' }) },
  { procedure: 'comments.delete', access: 'self', input: async (world) => ({ id: await comment(world) }) },
  {
    procedure: 'comments.delete',
    when: "somebody else's on the post of self",
    access: 'self',
    input: async (world) => {
      const authorId = await user(world)
      return { id: (await world.service.comments.create({ postId: await post(world), body: 'B', authorId })).id }
    },
  },
]
