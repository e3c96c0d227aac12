import type { Row } from './world.ts'

/** Who may call the procedures of `viewer`. */
export const authorization: Row[] = [
  { procedure: 'viewer.current', access: 'anyone', input: async () => undefined },
  { procedure: 'viewer.changes', access: 'viewer', input: async ({ caller }) => ({ userId: caller.id }) },
  { procedure: 'viewer.changes', when: 'of self', access: 'self', input: async ({ self }) => ({ userId: self.id }) },
]
