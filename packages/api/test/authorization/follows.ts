import { type Row, user } from './world.ts'

/** Who may call the procedures of `follows`. */
export const authorization: Row[] = [
  ...['follows.follow', 'follows.unfollow'].flatMap((procedure): Row[] => [
    {
      procedure,
      access: 'viewer',
      input: async (world) => ({ userId: await user(world), followerId: world.caller.id }),
    },
    {
      procedure,
      when: 'in the name of self',
      access: 'self',
      input: async (world) => ({ userId: await user(world), followerId: world.self.id }),
    },
  ]),
  { procedure: 'follows.followers', access: 'anyone', input: async ({ self }) => ({ userId: self.id }) },
  { procedure: 'follows.following', access: 'anyone', input: async ({ self }) => ({ userId: self.id }) },
]
