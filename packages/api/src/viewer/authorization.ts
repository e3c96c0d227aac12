import type { Row } from '../authorization-world.ts'

/** Who may call the procedures of `viewer`. */
export const authorization: Row[] = [{ procedure: 'viewer.current', who: 'anyone', input: async () => undefined }]
