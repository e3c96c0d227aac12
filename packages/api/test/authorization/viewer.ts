import type { Row } from './world.ts'

/** Who may call the procedures of `viewer`. */
export const authorization: Row[] = [{ procedure: 'viewer.current', access: 'anyone', input: async () => undefined }]
