import type { Row } from '../authorization-world.ts'

/** Who may call the procedures of `feed`. */
export const authorization: Row[] = [
  { procedure: 'feed.list', who: 'viewer', input: async ({ caller }) => ({ userId: caller.id }) },
  { procedure: 'feed.list', when: 'of self', who: 'self', input: async ({ self }) => ({ userId: self.id }) },
]
