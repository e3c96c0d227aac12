import type { Connection, Store } from './database.ts'
import { demoAuthors } from './demo/index.ts'
import { addAuthors } from './seed/authors.ts'
import { addEmployees } from './seed/employees.ts'
import { DEMO_PASSWORD, DEMO_PASSWORD_HASH } from './seed/password.ts'
import { addPosts } from './seed/posts.ts'
import { addReactions } from './seed/reactions.ts'
import { addThreads } from './seed/threads.ts'

export { DEMO_PASSWORD }

/** How to seed a database. */
export interface SeedOptions {
  /** The hash of `DEMO_PASSWORD`, if sign-in wants another than better-auth's own. */
  passwordHash?: string | undefined
  /** When it is: everything in the blog happened so and so long ago. */
  now?: Date | undefined
}

/** What became of it. */
export interface Seeded {
  /** Whether the demo blog was written: `false` if there were users, posts or employees already. */
  seeded: boolean
  /** The demo author to sign in as: an admin. */
  signIn: { username: string; email: string; password: string }
}

/**
 * Fills an empty database with the demo blog, in one transaction. The author to sign in as gets id 1, unless there were
 * users before.
 */
export async function seed(
  store: Store,
  { passwordHash = DEMO_PASSWORD_HASH, now = new Date() }: SeedOptions = {},
): Promise<Seeded> {
  const seeded = await store.write(async (connection) => {
    // Server processes that start together on one database must not both find it empty.
    await connection.expressions.lock(connection.db, 'seed')
    if (!(await isEmpty(connection))) return false
    const users = await addAuthors(connection, now, passwordHash)
    const posts = await addPosts(connection, now, users)
    await addThreads(connection, now, users, posts)
    await addReactions(connection, now, users, posts)
    await addEmployees(connection)
    return true
  })
  const [{ username, email }] = demoAuthors
  return { seeded, signIn: { username, email, password: DEMO_PASSWORD } }
}

async function isEmpty({ db, tables }: Connection): Promise<boolean> {
  for (const table of [tables.users, tables.posts, tables.employees]) {
    const rows = await db.select({ id: table.id }).from(table).limit(1)
    if (rows.length > 0) return false
  }
  return true
}
