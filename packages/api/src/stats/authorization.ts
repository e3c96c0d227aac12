import type { Row } from '../authorization-world.ts'

/** Who may call the procedures of `stats`. */
export const authorization: Row[] = [
  { procedure: 'stats.blog', who: 'anyone', input: async () => undefined },
  { procedure: 'stats.postsOverTime', who: 'anyone', input: async () => undefined },
  { procedure: 'stats.topTags', who: 'anyone', input: async () => undefined },
  { procedure: 'stats.topAuthors', who: 'anyone', input: async () => undefined },
]
