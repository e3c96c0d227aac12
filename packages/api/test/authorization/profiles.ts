import { profile, type Row } from './world.ts'

/** Who may call the procedures of `profiles`. */
export const authorization: Row[] = [
  {
    procedure: 'profiles.byUser',
    access: 'anyone',
    input: async (world) => ({ userId: (await profile(world)).userId }),
  },
  { procedure: 'profiles.create', access: 'self', input: async ({ self }) => ({ userId: self.id, fullName: 'Name' }) },
  {
    procedure: 'profiles.update',
    access: 'self',
    input: async (world) => ({ userId: (await profile(world)).userId, bio: 'Bio' }),
  },
  { procedure: 'profiles.delete', access: 'self', input: async (world) => ({ userId: (await profile(world)).userId }) },
]
