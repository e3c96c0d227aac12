import { type Row, user } from '../authorization-world.ts'

/** Who may call the procedures of `follows`. */
export const authorization: Row[] = [
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
]
