import type { Row } from '../authorization-world.ts'

/** Who may call the procedures of `search`. */
export const authorization: Row[] = [{ procedure: 'search.posts', who: 'anyone', input: async () => ({ q: 'text' }) }]
