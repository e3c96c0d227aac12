import { deriveIdentity } from '@trellis/identity/tables'
import { counter, foldedKey } from '@trellis/store'
import type { Tables } from './tables.ts'

/** The data that the database keeps up to date by itself. */
export const derive = (t: Tables) => [
  ...deriveIdentity(t),
  counter(t.users.noteCount, { counts: t.notes, by: t.notes.ownerId }),
  foldedKey(t.notes.titleKey, t.notes.title),
  // `trellis add` writes counters above this line.
]
