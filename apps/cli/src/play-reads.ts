import type { Store } from '@trellis/db'

/** Reads what the pages of the web app read. Resolves to how many rows. */
export async function playReads(store: Store): Promise<number> {
  const { createCaller, createContext } = await import('@trellis/api')
  const caller = createCaller(createContext(store, async () => ({ kind: 'anyone' })))
  await caller.stats.blog()
  const lists = [
    await caller.posts.list({}),
    await caller.users.list({}),
    await caller.tags.list({}),
    await caller.categories.list({}),
    await caller.employees.list({}),
    await caller.search.posts({ q: 'the' }),
  ]
  return lists.reduce((sum, { items }) => sum + items.length, 0)
}
