import type { Row } from './world.ts'

/** Who may call the procedures of `search`. */
export const authorization: Row[] = [
  { procedure: 'search.posts', access: 'anyone', input: async () => ({ q: 'text' }) },
]
