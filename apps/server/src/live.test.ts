import { openStore, type Store } from '@trellis/db'
import { type Change, isBefore } from '@trellis/store'
import { eq, sql } from 'drizzle-orm'
import { expect, inject, test } from 'vitest'
import { Follower, Reference } from '../test/live/followers.ts'
import { Subscriber, selectComments, selectFeed, selectPosts, type Watched } from '../test/live/subscribers.ts'
import { type Own, Writers } from '../test/live/writers.ts'
import { stopProcess } from '../test/server-process.ts'
import { asService, setupDatabase, startProcess } from '../test/servers.ts'

/** `npm run test:live` has more of all. */
const WRITES = Number(process.env.LIVE_WRITES ?? 240)
const WRITERS = Number(process.env.LIVE_WRITERS ?? 8)
const SUBSCRIBERS = Number(process.env.LIVE_SUBSCRIBERS ?? 60) / (inject('dialect') === 'sqlite' ? 2 : 1)
const KILLS = Number(process.env.LIVE_KILLS ?? 2)
/** The longest pause in a transaction, in milliseconds. */
const LONGEST = Number(process.env.LIVE_LONGEST_TRANSACTION ?? 60)
const MAX_MINUTES = Number(process.env.LIVE_MINUTES ?? 10)
/** How often a subscriber breaks its connection off, for each event. */
const INTERRUPTIONS = 0.02

const database = await setupDatabase()

const newUser = async (on: Store['read'], username: string, role: 'user' | 'admin' = 'user') => {
  const { users, sessions } = on.tables
  const [user] = await on.db
    .insert(users)
    .values({ username, email: `${username}@example.com`, role })
    .returning()
  const id = user?.id ?? 0
  const [now, expiresAt] = [new Date(), new Date(Date.now() + 86_400_000)]
  await on.db.insert(sessions).values({ token: username, userId: id, expiresAt, createdAt: now, updatedAt: now })
  return id
}

const newPost = async (on: Store['read'], authorId: number, title: string) => {
  const [post] = await on.db.insert(on.tables.posts).values({ title, content: '', authorId }).returning()
  return post?.id ?? 0
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

/** Ends the connections that listen for notifications. Until the servers notice it, they are not told of commits. */
const breakListeners = ({ db }: Store['read']) =>
  db
    .select({ ended: sql`pg_terminate_backend(pid)` })
    .from(sql`pg_stat_activity`)
    .where(sql`datname = current_database() and query like 'LISTEN%'`)

test(
  `${SUBSCRIBERS} subscribers of two servers have what ${WRITERS} writers wrote, each change once and in order, through ${KILLS} SIGKILLs`,
  async () => {
    const store = openStore({ url: database.url })
    const { journal } = store
    if (!journal) throw new Error('The blog has a journal')
    const start = () => startProcess({ DATABASE_URL: database.url })
    const servers = await Promise.all([start(), start()])
    const server = () => servers[Math.floor(Math.random() * servers.length)]?.url ?? ''

    const { all, editor, admin } = await store.write(async (on) => {
      const [editor, admin] = [await newUser(on, 'editor'), await newUser(on, 'administrator', 'admin')]
      const all: Own[] = []
      for (let n = 0; n < WRITERS; n++) {
        const [authorId, readerId] = [await newUser(on, `author${n}`), await newUser(on, `reader${n}`)]
        await on.db.insert(on.tables.follows).values({ followerId: readerId, followeeId: editor })
        all.push({ authorId, readerId, postId: await newPost(on, authorId, 'watched') })
      }
      return { all, editor, admin }
    })

    let trimmedTo: string | undefined
    const ofTrimmed = (position: string) => trimmedTo !== undefined && isBefore(position, trimmedTo)
    const watched = all.flatMap(({ authorId, readerId, postId }, n): Watched[] => {
      const everyPost: Watched = {
        path: '/api/posts/changes',
        last: { table: 'posts', of: editor },
        select: () => selectPosts(store.read),
        mayReset: ofTrimmed,
      }
      return [
        everyPost,
        // The next two read again when they see other rows than before.
        {
          path: `/api/posts/${postId}/comments/changes`,
          last: { table: 'comments', of: postId },
          select: () => selectComments(store.read, postId),
          mayReset: () => true,
        },
        {
          path: '/api/feed/changes',
          headers: bearer(`reader${n}`),
          last: { table: 'posts', of: editor },
          select: () => selectFeed(store.read, readerId),
          mayReset: () => true,
        },
        everyPost,
        {
          path: `/api/users/${authorId}/posts/changes`,
          last: { table: 'posts', of: authorId },
          select: () => selectPosts(store.read, [authorId]),
          mayReset: ofTrimmed,
        },
      ]
    })
    const subscribers = Array.from({ length: SUBSCRIBERS }, (_, n) => watched[n % watched.length]).flatMap((one) =>
      one ? [new Subscriber(one, server, INTERRUPTIONS)] : [],
    )
    const reference = new Reference(journal, await journal.position())
    const followers = Array.from({ length: 4 }, () => new Follower(server, asService, INTERRUPTIONS))
    const admins = Array.from({ length: 2 }, () => new Follower(server, bearer('administrator'), INTERRUPTIONS))
    const streams = [...subscribers, ...followers, ...admins].map(({ stream }) => stream)
    await expect.poll(() => streams.filter(({ position }) => position === undefined)).toEqual([])

    const writers = new Writers(database.url, { longest: LONGEST, writes: WRITES })
    const writing = writers.run(all)
    // Reported when it is awaited.
    writing.catch(() => {})
    let phase = 0
    const nextPhase = () => {
      const goal = (WRITES * 0.8 * ++phase) / (2 * KILLS + 2)
      return expect.poll(() => writers.done).toBeGreaterThan(goal)
    }
    /** Waits until every change can be read, and reads it. */
    const newest = async () => {
      await expect.poll(() => journal.heldBack()).toBe(0)
      return reference.read()
    }

    let demotedAt: string | undefined
    for (let kill = 0; kill < KILLS; kill++) {
      await nextPhase()
      const killed = servers[kill % 2]
      if (killed) await stopProcess(killed)
      if (store.dialect === 'postgres') await breakListeners(store.read)
      servers[kill % 2] = await start()
      const away = streams.filter(() => Math.random() < 0.3)
      for (const stream of away) stream.hold()
      await nextPhase()
      await writers.whilePaused(async () => {
        trimmedTo = await newest()
        await journal.trim({ age: 0, rows: 1 })
        if (demotedAt) return
        await store.write(({ db, tables: { users } }) =>
          db.update(users).set({ role: 'user' }).where(eq(users.id, admin)),
        )
        demotedAt = await newest()
      })
      for (const stream of away) stream.release()
    }
    await nextPhase()
    if (store.dialect === 'postgres')
      // An open transaction holds back all later changes.
      await store.write(async ({ db, tables: { tags } }) => {
        await db.insert(tags).values({ name: 'open' })
        await nextPhase()
      })
    await writing

    const last = await store.write(async (on) => {
      const { posts, comments } = on.tables
      const ids = { comments: new Map<number, number>(), posts: new Map<number, number>() }
      for (const { postId, authorId } of all) {
        await on.db
          .update(posts)
          .set({ createdAt: new Date().toISOString(), title: 'watched' })
          .where(eq(posts.id, postId))
        const [comment] = await on.db.insert(comments).values({ postId, authorId, body: 'last' }).returning()
        ids.comments.set(postId, comment?.id ?? 0)
      }
      const authors = [...all.map(({ authorId }) => authorId), editor]
      for (const authorId of authors) ids.posts.set(authorId, await newPost(on, authorId, 'last'))
      return ids
    })
    await newest()
    const positionOf = ({ table, of }: Watched['last']) =>
      reference.changes.find(
        (change) => change.table === table && change.kind === 'created' && change.key.id === last[table].get(of),
      )?.position ?? ''
    const hasEnded = ({ stream, watched }: Subscriber) => {
      const end = positionOf(watched.last)
      return stream.position === end || isBefore(end, stream.position ?? '')
    }
    await expect.poll(() => subscribers.filter((one) => !hasEnded(one)).map(({ watched }) => watched.path)).toEqual([])
    const end = reference.changes.at(-1)?.position
    await expect.poll(() => followers.map(({ positions }) => positions.at(-1))).toEqual(followers.map(() => end))
    await expect.poll(() => admins.filter(({ isRefused }) => !isRefused)).toEqual([])
    for (const stream of streams) stream.end()
    await Promise.all(subscribers.map((one) => one.settled()))

    const problems = await Promise.all(subscribers.map((one) => one.problems()))
    expect(problems.flat()).toEqual([])
    expect([...followers, ...admins].flatMap((one) => one.problems(reference))).toEqual([])
    expect(admins.flatMap(({ positions }) => positions).filter((one) => isBefore(demotedAt ?? '', one))).toEqual([])
    expect(subscribers.filter(({ watched, resets }) => watched.mayReset === ofTrimmed && resets > 0)).not.toEqual([])

    expect(reference.places.size).toBe(reference.changes.length)
    const posts = reference.changes.filter(({ table }) => table === 'posts')
    const idsOf = (of: Change['kind']) => new Set(posts.flatMap(({ kind, key }) => (kind === of ? [key.id] : [])))
    expect(idsOf('created')).toEqual(new Set([...writers.created, ...last.posts.values()]))
    expect(idsOf('deleted')).toEqual(writers.deleted)
    if (process.env.LIVE_WRITES) {
      const received = subscribers.reduce((sum, { events }) => sum + events, 0)
      console.log(`${writers.done} transactions, ${reference.changes.length} changes, ${received} events`)
    }
    await store.close()
  },
  MAX_MINUTES * 60_000,
)
