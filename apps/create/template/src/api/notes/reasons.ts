import type { Reasons } from '@trellis/rpc'
import type { Tables } from '../../database/index.ts'

/** Why calls about notes are refused. */
export const noteReasons = {
  NOTE_NOT_FOUND: { code: 'NOT_FOUND', message: 'There is no such note.', missing: 'notes' },
  NOTE_EXISTS: {
    code: 'CONFLICT',
    message: 'You have a note of this title.',
    unique: 'notes.owner_id, notes.title_key',
  },
} as const satisfies Reasons<Tables>
