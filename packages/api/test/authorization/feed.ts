import type { Row } from './world.ts'

/** Who may call the procedures of `feed`. */
export const authorization: Row[] = [
  { procedure: 'feed.list', access: 'viewer', input: async ({ caller }) => ({ userId: caller.id }) },
  { procedure: 'feed.list', when: 'of self', access: 'self', input: async ({ self }) => ({ userId: self.id }) },
  { procedure: 'feed.changes', access: 'viewer', input: async ({ caller }) => ({ userId: caller.id }) },
  { procedure: 'feed.changes', when: 'of self', access: 'self', input: async ({ self }) => ({ userId: self.id }) },
]
