import { fresh, type Row, user } from './world.ts'

/** Who may call the procedures of `users`. */
export const authorization: Row[] = [
  { procedure: 'users.byId', access: 'anyone', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.byUsername', access: 'anyone', input: async ({ self }) => ({ username: self.username }) },
  { procedure: 'users.list', access: 'anyone', input: async () => ({}) },
  {
    procedure: 'users.create',
    access: 'admin',
    input: async () => ({ username: fresh('created'), email: `${fresh('created')}@example.com` }),
  },
  {
    procedure: 'users.update',
    access: 'self',
    input: async ({ self }) => ({ id: self.id, username: fresh('renamed') }),
  },
  { procedure: 'users.deletionPreview', access: 'self', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.delete', access: 'self', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.accounts', access: 'admin', input: async () => ({}) },
  { procedure: 'users.setRole', access: 'admin', input: async (world) => ({ id: await user(world), role: 'admin' }) },
  {
    procedure: 'users.delete',
    when: 'reassigning the posts',
    access: 'admin',
    input: async (world) => ({ id: await user(world), posts: { reassignTo: world.self.id } }),
  },
]
