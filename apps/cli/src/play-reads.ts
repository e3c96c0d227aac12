import type { Store } from '@trellis/db'
import { max } from 'drizzle-orm'

/** Reads what the pages of the web app read. */
export async function playReads(store: Store): Promise<{ rows: number; lastWrite: Date | null }> {
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
  const { db, tables } = store.read
  const times: number[] = []
  for (const { table, column } of [
    { table: tables.posts, column: tables.posts.updatedAt },
    { table: tables.comments, column: tables.comments.updatedAt },
    { table: tables.users, column: tables.users.updatedAt },
    { table: tables.likes, column: tables.likes.createdAt },
    { table: tables.tags, column: tables.tags.createdAt },
  ]) {
    const [row] = await db.select({ last: max(column) }).from(table)
    if (row?.last) times.push(new Date(row.last).getTime())
  }
  const rows = lists.reduce((sum, { items }) => sum + items.length, 0)
  return { rows, lastWrite: times.length > 0 ? new Date(Math.max(...times)) : null }
}
