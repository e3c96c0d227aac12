import type { Row } from './world.ts'

/** Who may call the procedures of `notifications`. */
export const authorization: Row[] = ['notifications.list', 'notifications.read'].flatMap((procedure): Row[] => [
  { procedure, access: 'viewer', input: async ({ caller }) => ({ userId: caller.id }) },
  { procedure, when: 'of self', access: 'self', input: async ({ self }) => ({ userId: self.id }) },
])
