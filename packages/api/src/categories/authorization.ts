import { category, fresh, type Row } from '../authorization-world.ts'

/** Who may call the procedures of `categories`. */
export const authorization: Row[] = [
  { procedure: 'categories.byId', who: 'anyone', input: async (world) => ({ id: await category(world) }) },
  { procedure: 'categories.list', who: 'anyone', input: async () => ({}) },
  { procedure: 'categories.posts', who: 'anyone', input: async (world) => ({ id: await category(world) }) },
  { procedure: 'categories.create', who: 'viewer', input: async () => ({ name: fresh('category') }) },
  {
    procedure: 'categories.rename',
    who: 'admin',
    input: async (world) => ({ id: await category(world), name: fresh('category') }),
  },
  { procedure: 'categories.delete', who: 'admin', input: async (world) => ({ id: await category(world) }) },
]
