import { setTimeout as pause } from 'node:timers/promises'
import { miscounts, openStore } from '@trellis/db'
import { dialectOf } from '@trellis/store/operations'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { asService, clientOf, setupDatabase, startProcess } from '../test/servers.ts'

/** `npm run test:chaos` kills many more times. */
const KILLS = Number(process.env.CHAOS_KILLS ?? 10)
const MAX_MINUTES = Number(process.env.CHAOS_MINUTES ?? 10)
const WRITERS = 16
/** How long a server runs at most after its first answer before it is killed, in milliseconds. */
const LONGEST_LIFE = 200

const database = await setupDatabase()

const answerSchema = z.union([
  z.object({ result: z.object({ data: z.object({ id: z.number() }) }) }),
  z.object({ error: z.object({ data: z.object({ reason: z.string().nullable() }) }) }),
])

test(
  `${KILLS} SIGKILLs under ${WRITERS} writers lose no acknowledged write, and make none twice`,
  async () => {
    let server = await startProcess({ DATABASE_URL: database.url })
    const service = clientOf(server.url, asService)
    const authors = await Promise.all(
      Array.from({ length: WRITERS }, (_, n) =>
        service.users.create.mutate({ username: `writer${n}`, email: `writer${n}@example.com` }),
      ),
    )
    const [first] = authors
    const { id: postId } = await service.posts.create.mutate({ title: 'T', content: 'C', authorId: first?.id })

    let isOver = false
    /** Makes a call again until it has an answer, as a client does that must not lose it: `undefined` when the test is over. */
    async function call(path: string, input: object, headers: Record<string, string> = {}) {
      while (!isOver) {
        const answer = await fetch(`${server.url}/trpc/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...asService, ...headers },
          body: JSON.stringify(input),
        }).then(
          async (response) => answerSchema.parse(await response.json()),
          () => undefined,
        )
        const reason = answer && 'error' in answer ? answer.error.data.reason : undefined
        if (answer && reason !== 'UNAVAILABLE') return { reason }
        await pause(20)
      }
      return undefined
    }

    const acknowledged = { posts: [] as string[], comments: [] as string[] }
    async function write(authorId: number): Promise<void> {
      for (let n = 0; ; n++) {
        const name = `${authorId}.${n}`
        const tags = { connectOrCreate: [{ name: `tag ${n % 10}` }] }
        const post = await call('posts.create', { title: name, content: name, authorId, externalId: name, tags })
        if (!post) return
        // An attempt that had no answer may have written it.
        expect([undefined, 'POST_EXISTS']).toContain(post.reason)
        acknowledged.posts.push(name)
        const comment = await call('comments.create', { postId, body: name, authorId }, { 'idempotency-key': name })
        if (!comment) return
        expect(comment.reason).toBe(undefined)
        acknowledged.comments.push(name)
      }
    }
    const writers = Promise.all(authors.map(({ id }) => write(id)))
    // Reported when it is awaited; until then a failure is not unhandled.
    writers.catch(() => {})

    for (let kill = 0; kill < KILLS; kill++) {
      const before = acknowledged.posts.length
      // On a busy machine the first response can take longer than LONGEST_LIFE.
      await expect.poll(() => acknowledged.posts.length).toBeGreaterThan(before)
      await pause(Math.random() * LONGEST_LIFE)
      server.child.kill('SIGKILL')
      expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' })
      server = await startProcess({ DATABASE_URL: database.url })
    }
    await pause(LONGEST_LIFE)
    isOver = true
    await writers
    server.child.kill('SIGKILL')
    await server.exited

    const store = openStore({ url: database.url })
    const { db, tables } = store.read
    const posts = await db.select({ name: tables.posts.externalId }).from(tables.posts)
    const comments = await db.select({ body: tables.comments.body }).from(tables.comments)
    const wrong = await miscounts(store.read)
    await store.close()
    const names = new Set(posts.map(({ name }) => name))
    const bodies = new Set(comments.map(({ body }) => body))
    expect(acknowledged.posts.length).toBeGreaterThanOrEqual(KILLS)
    expect(acknowledged.posts.filter((name) => !names.has(name))).toEqual([])
    expect(acknowledged.comments.filter((name) => !bodies.has(name))).toEqual([])
    expect(names.size).toBe(posts.length)
    expect(bodies.size).toBe(comments.length)
    expect(wrong).toEqual([])
    expect(await dialectOf(database.url).checkIntegrity(database.url)).toEqual([])
  },
  MAX_MINUTES * 60_000,
)
