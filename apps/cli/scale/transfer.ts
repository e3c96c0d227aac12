import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { createCaller, createContext } from '@trellis/api'
import { database, openStore } from '@trellis/db'
import { createTestDatabase, startTemplates } from '@trellis/db/testing'
import { exportRows, importRows } from '@trellis/operations'

/**
 * Moves a blog of 100,000 posts from SQLite to PostgreSQL and compares the responses: `pnpm --filter @trellis/cli scale`. Prints
 * seconds and rows; fails if anything differs.
 */

const POSTS = 100_000
const BATCH = 1_000

const folder = mkdtempSync(join(tmpdir(), 'trellis-scale-'))
const templates = await startTemplates()
const from = await createTestDatabase(templates.urls, 'sqlite')
const to = await createTestDatabase(templates.urls, 'postgres')

async function fill(url: string): Promise<void> {
  const store = openStore({ url })
  const people = Array.from({ length: 100 }, (_, n) => ({ username: `user${n}`, email: `${n}@example.com` }))
  await store.write(({ db, tables }) => db.insert(tables.users).values(people))
  for (let at = 0; at < POSTS; at += BATCH) {
    const posts = Array.from({ length: BATCH }, (_, n) => ({
      title: `Post ${at + n}`,
      content: `The text of post ${at + n}, which is about number ${(at + n) % 997}.`,
      authorId: 1 + ((at + n) % people.length),
      createdAt: new Date(1.7e12 + (at + n) * 1_000).toISOString(),
    }))
    await store.write(({ db, tables }) => db.insert(tables.posts).values(posts))
  }
  await store.close()
}

async function responses(url: string): Promise<unknown[]> {
  const store = openStore({ url })
  const caller = createCaller(createContext(store, async () => ({ kind: 'anyone' as const })))
  const answers: unknown[] = [
    await caller.stats.blog(),
    await caller.users.list({ limit: 100 }),
    await caller.search.posts({ q: 'number 996' }),
  ]
  for (let cursor: string | undefined, page = 0; page < 20; page++) {
    const posts = await caller.posts.list({ limit: 100, cursor })
    answers.push(posts.items)
    cursor = posts.nextCursor ?? undefined
  }
  for (let id = 1; id <= POSTS; id += 997) answers.push(await caller.posts.byId({ id }))
  await store.close()
  return answers
}

const seconds = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const start = performance.now()
  const result = await work()
  console.log(
    `${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`,
    typeof result === 'number' ? `${result} rows` : '',
  )
  return result
}

try {
  await seconds('fill', () => fill(from.url))
  const file = join(folder, 'rows.jsonl.gz')
  const exported = await seconds('export', () => exportRows(database, from.url, file))
  const imported = await seconds('import', () => importRows(database, to.url, file))
  const again = await seconds('export again', () => exportRows(database, to.url, join(folder, 'again.jsonl.gz')))
  const same = isDeepStrictEqual(await responses(from.url), await responses(to.url))
  console.log(same ? 'the responses are the same' : 'THE RESPONSES DIFFER')
  if (!same || exported !== imported || exported !== again) process.exitCode = 1
} finally {
  await Promise.all([from.remove(), to.remove()])
  await templates.remove()
  rmSync(folder, { recursive: true, force: true })
}
