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

/** A new post. */
export const emptyDraft: Draft = { title: '', content: '', category: '', tags: [], base: 0 }

/** The fields of a stored post that a draft has. */
export const Stored = z.object({
  title: z.string(),
  content: z.string(),
  category: z.nullable(z.object({ name: z.string() })),
  tags: z.array(z.object({ name: z.string() })),
  draft: z.boolean(),
  version: z.number(),
})

/** The title of a draft that has none yet: the server wants one. */
const UNTITLED = 'Untitled'

/** The draft of a change to a stored post. */
export function draftOf({ title, content, category, tags, draft, version }: z.infer<typeof Stored>): Draft {
  return {
    title: draft && title === UNTITLED ? '' : title,
    content,
    category: category?.name ?? '',
    tags: tags.map(({ name }) => name),
    base: version,
  }
}

/** The texts of a draft, to compare it with another. */
export const textsOf = ({ base: _, ...texts }: Draft): string => JSON.stringify(texts)

/** Whether the server takes a draft: it wants a text. */
export const isStorable = ({ content }: Draft): boolean => content.trim() !== ''

/** The input that creates a post. */
export const creationOf = ({ title, content, category, tags }: Draft) => ({
  title: title.trim() || UNTITLED,
  content,
  ...(category.trim() && { category: { connectOrCreate: { name: category } } }),
  tags: { connectOrCreate: tags.map((name) => ({ name })) },
})

/** The input that changes a post to a draft. */
export const changeOf = (draft: Draft) => ({
  ...creationOf(draft),
  category: draft.category.trim() ? { connectOrCreate: { name: draft.category } } : { disconnect: true as const },
  tags: { set: [], connectOrCreate: draft.tags.map((name) => ({ name })) },
  version: draft.base,
})
