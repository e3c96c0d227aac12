import { fresh, type Row, tag } from '../authorization-world.ts'

/** Who may call the procedures of `tags`. */
export const authorization: Row[] = [
  { procedure: 'tags.byId', who: 'anyone', input: async (world) => ({ id: await tag(world) }) },
  { procedure: 'tags.list', who: 'anyone', input: async () => ({}) },
  {
    procedure: 'tags.posts',
    who: 'anyone',
    input: async ({ service }) => ({ name: (await service.tags.create({ name: fresh('tag') })).name }),
  },
  { procedure: 'tags.create', who: 'viewer', input: async () => ({ name: fresh('tag') }) },
  { procedure: 'tags.rename', who: 'admin', input: async (world) => ({ id: await tag(world), name: fresh('tag') }) },
  {
    procedure: 'tags.merge',
    who: 'admin',
    input: async (world) => ({ id: await tag(world), into: await tag(world) }),
  },
  { procedure: 'tags.delete', who: 'admin', input: async (world) => ({ id: await tag(world) }) },
]
