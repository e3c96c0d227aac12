import { profile, type Row } from '../authorization-world.ts'

/** Who may call the procedures of `profiles`. */
export const authorization: Row[] = [
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
]
