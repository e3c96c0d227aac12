import { post, type Row } from '../authorization-world.ts'

/** Who may call the procedures of `likes`. */
export const authorization: Row[] = [
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
]
