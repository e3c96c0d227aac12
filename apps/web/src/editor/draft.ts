import * as z from 'zod/mini'

/** The schema of a post that is being written. */
export const Draft = z.object({
  title: z.string(),
  content: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  /** When the post that is edited was last changed, as far as the writer knows. */
  base: z.catch(z.string(), ''),
})

/** A post that is being written. */
export type Draft = z.infer<typeof Draft>

/** Another user has changed the post since it was read. `current` is the published post. */
export class EditConflict extends Error {
  readonly current: Draft

  constructor(current: Draft) {
    super('The post was changed meanwhile.')
    this.current = current
  }
}

/** The name of the draft of this tab's new post: each tab has its own, which survives a reload. */
export function newPostName(): string {
  const tab = sessionStorage.getItem('trellis-tab') ?? Math.random().toString(36).slice(2)
  sessionStorage.setItem('trellis-tab', tab)
  return `new:${tab}`
}
