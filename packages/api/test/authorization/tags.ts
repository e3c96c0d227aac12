import { fresh, type Row, tag } from './world.ts'

/** Who may call the procedures of `tags`. */
export const authorization: Row[] = [
  { procedure: 'tags.byId', access: 'anyone', input: async (world) => ({ id: await tag(world) }) },
  { procedure: 'tags.list', access: 'anyone', input: async () => ({}) },
  {
    procedure: 'tags.posts',
    access: 'anyone',
    input: async ({ service }) => ({ name: (await service.tags.create({ name: fresh('tag') })).name }),
  },
  { procedure: 'tags.create', access: 'viewer', input: async () => ({ name: fresh('tag') }) },
  { procedure: 'tags.rename', access: 'admin', input: async (world) => ({ id: await tag(world), name: fresh('tag') }) },
  {
    procedure: 'tags.merge',
    access: 'admin',
    input: async (world) => ({ id: await tag(world), into: await tag(world) }),
  },
  { procedure: 'tags.delete', access: 'admin', input: async (world) => ({ id: await tag(world) }) },
]
