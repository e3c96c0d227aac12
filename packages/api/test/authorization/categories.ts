import { category, fresh, type Row } from './world.ts'

/** Who may call the procedures of `categories`. */
export const authorization: Row[] = [
  { procedure: 'categories.byId', access: 'anyone', input: async (world) => ({ id: await category(world) }) },
  { procedure: 'categories.list', access: 'anyone', input: async () => ({}) },
  { procedure: 'categories.posts', access: 'anyone', input: async (world) => ({ id: await category(world) }) },
  { procedure: 'categories.create', access: 'viewer', input: async () => ({ name: fresh('category') }) },
  {
    procedure: 'categories.rename',
    access: 'admin',
    input: async (world) => ({ id: await category(world), name: fresh('category') }),
  },
  { procedure: 'categories.delete', access: 'admin', input: async (world) => ({ id: await category(world) }) },
]
