import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '@trellis/db'
import { isBefore } from '@trellis/store'
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { z } from 'zod'
import { EventStream } from './event-stream.ts'

const Row = z.object({
  id: z.number(),
  title: z.string().optional(),
  body: z.string().nullable().optional(),
  version: z.number(),
  commentCount: z.number().optional(),
})
type Row = z.infer<typeof Row>

const Event = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('changed'), rows: z.array(Row) }),
  z.object({ kind: z.literal('deleted'), ids: z.array(z.number()) }),
  z.object({ kind: z.literal('reset') }),
])
type Event = z.infer<typeof Event>

/** Rows by their id. */
export type State = Map<number, string>

const stateOf = (rows: Row[]): State =>
  new Map(rows.map((row) => [row.id, JSON.stringify([row.title ?? row.body, row.version, row.commentCount])]))

/** All subscribers get the same events. */
const parsed = new Map<string, Event>()
function parse(data: string): Event {
  const known = parsed.get(data)
  if (known) return known
  if (parsed.size > 1_000) parsed.clear()
  const event = Event.parse(JSON.parse(data))
  parsed.set(data, event)
  return event
}

/** What a subscriber watches. */
export interface Watched {
  path: string
  headers?: Record<string, string>
  /** The last row that is written: the post of an author, or the comment on a post. */
  last: { table: 'posts' | 'comments'; of: number }
  /** Reads the rows that it must have in the end. */
  select: () => PromiseLike<Row[]>
  /** Whether there is a reason for a reset after a position. */
  mayReset: (position: string) => boolean
}

/** The published posts: all, or those of some authors. */
export const selectPosts = ({ db, tables: { posts } }: Store['read'], authorIds?: number[]) => {
  const { id, title, version, commentCount } = posts
  const of = authorIds && inArray(posts.authorId, authorIds)
  return db
    .select({ id, title, version, commentCount })
    .from(posts)
    .where(and(isNotNull(posts.createdAt), of))
}

/** The published posts in the feed of a user. */
export async function selectFeed(on: Store['read'], userId: number) {
  const { follows } = on.tables
  const followed = await on.db.select({ id: follows.followeeId }).from(follows).where(eq(follows.followerId, userId))
  return selectPosts(
    on,
    followed.map(({ id }) => id),
  )
}

/** The comments of a post, if it is published. */
export const selectComments = ({ db, tables: { comments, posts } }: Store['read'], postId: number) =>
  db
    .select({ id: comments.id, body: comments.body, version: comments.version })
    .from(comments)
    .innerJoin(posts, and(eq(posts.id, comments.postId), isNotNull(posts.createdAt)))
    .where(eq(comments.postId, postId))

/**
 * Folds the events of a stream into a state, which it reads anew after `reset`. Finds events that are doubled or out of order, rows
 * that nobody may see, and a `reset` for which there is no reason.
 */
export class Subscriber {
  readonly stream: EventStream
  readonly faults: string[] = []
  state: State = new Map()
  events = 0
  resets = 0
  readonly watched: Watched
  #reading: Promise<void> | undefined
  #waiting: Event[] = []

  /** @param interruptions how often it breaks its connection off, for each event */
  constructor(watched: Watched, server: () => string, interruptions: number) {
    this.watched = watched
    const { path, headers = {}, mayReset } = watched
    let last: string | undefined
    const onEvent = (id: string, data: string) => {
      const event = parse(data)
      const isEmpty = event.kind === 'changed' && event.rows.length === 0
      if (last !== undefined && !isBefore(last, id) && !(isEmpty && last === id))
        this.faults.push(`${path}: ${event.kind} at ${id} after ${last}`)
      if (event.kind === 'reset') {
        this.resets++
        if (last !== undefined && !mayReset(last)) this.faults.push(`${path}: a reset without a reason at ${last}`)
      }
      if (last === undefined || event.kind === 'reset') this.#read()
      last = id
      this.events++
      if (event.kind === 'changed' && event.rows.some(({ title }) => title?.startsWith('draft')))
        this.faults.push(`${path}: a draft at ${id}`)
      if (this.#reading) this.#waiting.push(event)
      else this.#apply(event)
      if (Math.random() < interruptions) this.stream.interrupt()
    }
    this.stream = new EventStream({ server, path, headers, onEvent })
  }

  /** Resolves when it has read its rows. */
  async settled(): Promise<void> {
    while (this.#reading) await this.#reading
  }

  /** Reads all rows. Events that come meanwhile are applied afterwards. */
  #read(): void {
    this.#waiting = []
    const reading = this.#select().then((rows) => {
      // After another reset, which reads them again.
      if (this.#reading !== reading) return
      this.state = stateOf(rows)
      this.#reading = undefined
      for (const event of this.#waiting) this.#apply(event)
    })
    this.#reading = reading
  }

  /** On a busy machine, a connection can take too long. */
  async #select(): Promise<Row[]> {
    try {
      return await this.watched.select()
    } catch {
      await pause(100)
      return this.#select()
    }
  }

  #apply(event: Event): void {
    if (event.kind === 'changed') for (const [id, row] of stateOf(event.rows)) this.state.set(id, row)
    if (event.kind === 'deleted') for (const id of event.ids) this.state.delete(id)
  }

  /** What is wrong in the end. */
  async problems(): Promise<string[]> {
    const expected = stateOf(await this.watched.select())
    const ids = new Set([...expected.keys(), ...this.state.keys()])
    const wrong = [...ids].filter((id) => expected.get(id) !== this.state.get(id))
    return [...this.faults, ...wrong.map((id) => `row ${id} is ${this.state.get(id)}, not ${expected.get(id)}`)]
  }
}
