import * as z from 'zod/mini'

/** The schema of a post that is being written. */
export const Draft = z.object({
  title: z.string(),
  content: z.string(),
  category: z.string(),
  tags: z.array(z.string()),
  /** The version of the post that is edited; 0 for a new post. */
  base: z.catch(z.number(), 0),
})

/** A post that is being written. */
export type Draft = z.infer<typeof Draft>

/** The fields of a published post that a draft has. */
export const Published = z.object({
  title: z.string(),
  content: z.string(),
  category: z.nullable(z.object({ name: z.string() })),
  tags: z.array(z.object({ name: z.string() })),
  version: z.number(),
})

/** The draft of a change to a published post. */
export function draftOf({ title, content, category, tags, version }: z.infer<typeof Published>): Draft {
  return { title, content, category: category?.name ?? '', tags: tags.map(({ name }) => name), base: version }
}

/** The name of the draft of this tab's new post: each tab has its own, which survives a reload. */
export function newPostName(): string {
  const tab = sessionStorage.getItem('trellis-tab') ?? Math.random().toString(36).slice(2)
  sessionStorage.setItem('trellis-tab', tab)
  return `new:${tab}`
}
