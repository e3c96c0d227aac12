import type { Connection, Store } from './database.ts'
import { addAuthors } from './seed/authors.ts'
import { addEmployees } from './seed/employees.ts'
import { DEMO_PASSWORD } from './seed/password.ts'
import { addPosts } from './seed/posts.ts'
import { addReactions } from './seed/reactions.ts'
import { addThreads } from './seed/threads.ts'

/** The result of seeding. */
export interface Seeded {
  /** Whether the demo blog was written: `false` if there were users, posts or employees already. */
  seeded: boolean
  /** The demo author to sign in as: an admin. */
  signIn: { username: string; email: string; password: string }
}

/**
 * Fills an empty database with the demo blog, in one transaction. The author to sign in as gets id 1, unless there were
 * users before. All times of the blog are relative to `now`.
 */
export async function seed(store: Store, { now = new Date() } = {}): Promise<Seeded> {
  // Loaded here: a server in production starts without the readers of Markdown and YAML.
  const { loadDemo } = await import('./demo.ts')
  const demo = loadDemo()
  const seeded = await store.write(async (connection) => {
    // Two server processes that start together must not both find the database empty.
    await connection.expressions.lock(connection.db, 'seed')
    if (!(await isEmpty(connection))) return false
    const seeding = { ...connection, demo, now }
    const users = await addAuthors(seeding)
    const posts = await addPosts(seeding, users)
    await addThreads(seeding, users, posts)
    await addReactions(seeding, users, posts)
    await addEmployees(seeding)
    return true
  })
  const [{ username, email }] = demo.people
  return { seeded, signIn: { username, email, password: DEMO_PASSWORD } }
}

async function isEmpty({ db, tables }: Connection): Promise<boolean> {
  for (const table of [tables.users, tables.posts, tables.employees]) {
    const rows = await db.select({ id: table.id }).from(table).limit(1)
    if (rows.length > 0) return false
  }
  return true
}
