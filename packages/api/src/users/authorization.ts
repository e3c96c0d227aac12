import { fresh, type Row, user } from '../authorization-world.ts'

/** Who may call the procedures of `users`. */
export const authorization: Row[] = [
  { procedure: 'users.byId', who: 'anyone', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.byUsername', who: 'anyone', input: async ({ self }) => ({ username: self.username }) },
  { procedure: 'users.list', who: 'anyone', input: async () => ({}) },
  {
    procedure: 'users.create',
    who: 'service',
    input: async () => ({ username: fresh('created'), email: `${fresh('created')}@example.com` }),
  },
  { procedure: 'users.update', who: 'self', input: async ({ self }) => ({ id: self.id, username: fresh('renamed') }) },
  { procedure: 'users.deletionPreview', who: 'self', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.delete', who: 'self', input: async ({ self }) => ({ id: self.id }) },
  { procedure: 'users.accounts', who: 'admin', input: async () => ({}) },
  { procedure: 'users.setRole', who: 'admin', input: async (world) => ({ id: await user(world), role: 'admin' }) },
  {
    procedure: 'users.delete',
    when: 'reassigning the posts',
    who: 'service',
    input: async (world) => ({ id: await user(world), posts: { reassignTo: world.self.id } }),
  },
]
