import type { ZodMiniType } from 'zod/mini'

/** Where the drafts of a user are kept. `name` says what the draft is of: `post:12`, `reply:4`. */
export function draftKey(viewerId: number, name: string): string {
  return `trellis-draft:${viewerId}:${name}`
}

/** The draft kept in this browser, or `null` if there is none. */
export function keptDraft<Draft>(key: string, schema: ZodMiniType<Draft>): Draft | null {
  try {
    return schema.parse(JSON.parse(localStorage.getItem(key) ?? 'null'))
  } catch {
    return null
  }
}

/** The keys of the drafts of a user whose names start with `prefix`. */
export function draftKeys(viewerId: number, prefix = ''): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(draftKey(viewerId, prefix)))
}

/** Keeps a draft in this browser. */
export function keepDraft(key: string, draft: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // The storage is full or switched off. The text is still in the field.
  }
}

/** Deletes a draft. */
export function dropDraft(key: string): void {
  localStorage.removeItem(key)
}
