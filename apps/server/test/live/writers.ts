import { setTimeout as pause } from 'node:timers/promises'
import { openStore, type Store } from '@trellis/db'
import { and, eq } from 'drizzle-orm'

/** The rows that only one writer changes, so that two never wait for each other for long. */
export interface Own {
  authorId: number
  /** A user who follows the author at times. */
  readerId: number
  /** A post whose comments are watched. */
  postId: number
}

interface WritersOptions {
  /** The longest pause inside a transaction, in milliseconds. */
  longest: number
  /** The number of transactions of all writers. */
  writes: number
}

const pick = <T>(values: T[]): T | undefined => values[Math.floor(Math.random() * values.length)]

/** Writers whose transactions take their time, and of which some are rolled back. */
export class Writers {
  /** The ids of posts that committed transactions have created, and of those that they have deleted. */
  readonly created = new Set<number>()
  readonly deleted = new Set<number>()
  done = 0
  readonly #store: Store
  readonly #options: WritersOptions
  #left: number
  #inFlight = 0
  /** Resolves while writers may write. */
  #gate = Promise.withResolvers<void>()

  constructor(url: string, options: WritersOptions) {
    this.#store = openStore({ url })
    this.#options = options
    this.#left = options.writes
    this.#gate.resolve()
  }

  /** Writes until all is written. */
  async run(all: Own[]): Promise<void> {
    await Promise.all(all.map((own) => this.#write(own)))
    await this.#store.close()
  }

  /** Stops all writers between two transactions, while `work` runs. */
  async whilePaused(work: () => Promise<void>): Promise<void> {
    const gate = Promise.withResolvers<void>()
    this.#gate = gate
    while (this.#inFlight > 0) await pause(5)
    await work()
    gate.resolve()
  }

  async #write(own: Own): Promise<void> {
    const posts: number[] = []
    while (this.#left-- > 0) {
      await this.#gate.promise
      this.#inFlight++
      const [created, deleted]: [number[], number[]] = [[], []]
      try {
        await this.#store.write(async (on) => {
          // A transaction that is tried again after a deadlock starts from nothing.
          created.length = deleted.length = 0
          for (let n = 0; n < 3; n++) await change(on, own, posts, created, deleted)
          // The only writer of SQLite holds up all others.
          if (this.#store.dialect === 'postgres' || Math.random() < 0.1)
            await pause(Math.random() * this.#options.longest)
          if (Math.random() < 0.1) throw rolledBack
        })
        for (const id of created) this.created.add(id)
        for (const id of deleted) this.deleted.add(id)
        posts.push(...created)
        for (const id of deleted) posts.splice(posts.indexOf(id), 1)
        this.done++
      } catch (error) {
        if (error !== rolledBack) throw error
      } finally {
        this.#inFlight--
      }
    }
  }
}

const rolledBack = new Error('rolled back')

/** Changes one row at random. The title of a post says whether it is a draft. */
async function change(
  { db, tables: { posts, comments, follows } }: Parameters<Parameters<Store['write']>[0]>[0],
  { authorId, readerId, postId }: Own,
  mine: number[],
  created: number[],
  deleted: number[],
): Promise<void> {
  const [published, draft] = [
    { title: `published ${Math.random()}`, createdAt: new Date().toISOString() },
    { title: 'draft', createdAt: null },
  ]
  const id = pick(mine.filter((id) => !deleted.includes(id)))
  const dice = Math.random()
  if (id === undefined || dice < 0.3) {
    const [post] = await db
      .insert(posts)
      .values({ ...(dice < 0.15 ? draft : published), content: '', authorId })
      .returning({ id: posts.id })
    if (post) created.push(post.id)
  } else if (dice < 0.5)
    await db
      .update(posts)
      .set(dice < 0.4 ? published : draft)
      .where(eq(posts.id, id))
  else if (dice < 0.6) {
    await db.delete(posts).where(eq(posts.id, id))
    deleted.push(id)
  } else if (dice < 0.8) await db.insert(comments).values({ postId, authorId, body: String(dice) })
  else if (dice < 0.86) await db.delete(comments).where(eq(comments.postId, postId))
  else if (dice < 0.9)
    await db
      .update(posts)
      .set(dice < 0.88 ? published : draft)
      .where(eq(posts.id, postId))
  else if (dice < 0.95)
    await db.insert(follows).values({ followerId: readerId, followeeId: authorId }).onConflictDoNothing()
  else await db.delete(follows).where(and(eq(follows.followerId, readerId), eq(follows.followeeId, authorId)))
}
