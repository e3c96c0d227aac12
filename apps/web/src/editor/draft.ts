import { useDebouncedCallback, useWindowEvent } from '@mantine/hooks'
import * as z from 'zod/mini'

const Draft = z.object({
  title: z.string(),
  content: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
})

/** A post that is being written. */
export type Draft = z.infer<typeof Draft>

/** What a draft is kept under: one for each author and post, and one for the author's new post. */
export function draftKey(viewerId: number, postId?: number): string {
  return `trellis-draft:${viewerId}:${postId ?? 'new'}`
}

/** The draft kept in this browser, or `null` if there is none. */
export function keptDraft(key: string): Draft | null {
  try {
    return Draft.parse(JSON.parse(localStorage.getItem(key) ?? 'null'))
  } catch {
    return null
  }
}

/** Forgets a draft. */
export function dropDraft(key: string): void {
  localStorage.removeItem(key)
}

/** Forgets every draft of somebody. */
export function dropDrafts(viewerId: number): void {
  const prefix = draftKey(viewerId).replace('new', '')
  for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key)
}

/**
 * Keeps a draft in this browser as it changes.
 *
 * @returns `keep`, to call at each change, and `cancel`, for when there is nothing to keep any more.
 */
export function useDraftKeeping(key: string) {
  const save = useDebouncedCallback(
    (draft: Draft) => {
      try {
        localStorage.setItem(key, JSON.stringify(draft))
      } catch {
        // The storage is full or switched off: the text is still in the field.
      }
    },
    { delay: 250, flushOnUnmount: true },
  )
  // Whoever reloads or closes the page right after a word keeps that word too.
  useWindowEvent('pagehide', save.flush)
  return { keep: save, cancel: save.cancel }
}
