import type { Row } from './world.ts'

/** Who may call the procedures of `stats`. */
export const authorization: Row[] = [
  { procedure: 'stats.blog', access: 'anyone', input: async () => undefined },
  { procedure: 'stats.postsOverTime', access: 'anyone', input: async () => undefined },
  { procedure: 'stats.topTags', access: 'anyone', input: async () => undefined },
  { procedure: 'stats.topAuthors', access: 'anyone', input: async () => undefined },
]
