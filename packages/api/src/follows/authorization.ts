import { type Row, user } from '../authorization-world.ts'

/** Who may call the procedures of `follows`. */
export const authorization: Row[] = [
  ...['follows.follow', 'follows.unfollow'].flatMap((procedure): Row[] => [
    { procedure, who: 'viewer', input: async (world) => ({ userId: await user(world), followerId: world.caller.id }) },
    {
      procedure,
      when: 'in the name of self',
      who: 'self',
      input: async (world) => ({ userId: await user(world), followerId: world.self.id }),
    },
  ]),
  { procedure: 'follows.followers', who: 'anyone', input: async ({ self }) => ({ userId: self.id }) },
  { procedure: 'follows.following', who: 'anyone', input: async ({ self }) => ({ userId: self.id }) },
]
