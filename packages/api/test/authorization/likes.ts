import { post, type Row } from './world.ts'

/** Who may call the procedures of `likes`. */
export const authorization: Row[] = [
  ...['likes.like', 'likes.unlike'].flatMap((procedure): Row[] => [
    { procedure, access: 'viewer', input: async (world) => ({ postId: await post(world), userId: world.caller.id }) },
    {
      procedure,
      when: 'in the name of self',
      access: 'self',
      input: async (world) => ({ postId: await post(world), userId: world.self.id }),
    },
  ]),
  { procedure: 'likes.users', access: 'anyone', input: async (world) => ({ postId: await post(world) }) },
]
