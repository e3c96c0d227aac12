import type { Row } from './world.ts'

/** Who may call the procedures of `changes`. */
export const authorization: Row[] = [
  { procedure: 'changes.list', access: 'admin', input: async () => ({}) },
  { procedure: 'changes.follow', access: 'admin', input: async () => ({}) },
  { procedure: 'changes.watch', access: 'anyone', input: async () => ({ on: ['viewer', 'posts'] }) },
]
