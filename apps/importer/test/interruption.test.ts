import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { AppRouter } from '@trellis/blog'
import { createClient } from '@trellis/client'
import { SERVICE_KEY as KEY, startServer, type TestServer } from '@trellis/server/testing'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { importBlog } from '../src/blog/blog-import.ts'
import { connect } from '../src/connection.ts'
import { importEmployees } from '../src/employees/employees-import.ts'
import { Progress } from '../src/progress.ts'
import { folder, post, summaryOf } from './importer.ts'

const POSTS = 240
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const quiet = { isTTY: false, write: () => true }

/** A folder of posts by several authors, which share tags. */
const blogOf = (posts: number) =>
  folder(
    Object.fromEntries(
      Array.from({ length: posts }, (_, index) => [
        `${index}.md`,
        post(`Post ${index}`, { more: `tags: [t${index % 7}, t${index % 5}]\ncategory: c${index % 3}\n` }).replace(
          'Ada Quist',
          `Writer ${index % 9}`,
        ),
      ]),
    ),
  )

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  let server: TestServer
  beforeAll(async () => {
    server = await startServer(inject('templates'), dialect)
  })
  afterAll(() => server.remove())

  /** How many posts of a source the server has, and how many different titles. */
  async function imported(source: string) {
    const client = createClient<AppRouter>({ url: server.url, key: KEY })
    const titles: string[] = []
    let cursor: string | null | undefined
    do {
      const page = await client.posts.imported.query({ prefix: `blog:${source}/`, limit: 100, cursor })
      titles.push(...page.items.map(({ title }) => title))
      cursor = page.nextCursor
    } while (cursor)
    return { posts: titles.length, titles: new Set(titles).size }
  }

  test('a server that is killed and started again in the middle loses and doubles no post', async () => {
    const options = {
      folder: await blogOf(POSTS),
      source: 'killed',
      drafts: true,
      prune: false,
      dryRun: false,
      concurrency: 80,
    }
    const client = await connect({ url: server.url, key: KEY })
    let outcomes = 0
    let restarted: Promise<void> | undefined
    const onOutcome = () => {
      outcomes += 1
      if (outcomes === POSTS / 4) restarted = server.kill().then(server.restart)
    }
    const { signal } = new AbortController()
    const summary = await importBlog(options, { client, progress: new Progress(quiet), signal, onOutcome })
    await restarted
    expect(restarted).toBeDefined()
    expect(summary).toMatchObject({ created: POSTS, failed: 0, failures: [] })
    expect(await imported('killed')).toEqual({ posts: POSTS, titles: POSTS })
    expect(await summaryOf(['blog', options.folder, '--source', 'killed', '--url', server.url])).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: POSTS,
    })
  })

  test('a server that is killed and started again in the middle loses and doubles no employee', async () => {
    const rows = Array.from(
      { length: 160 },
      (_, index) => `Employee ${index},,${index === 0 ? '' : `Employee ${Math.floor((index - 1) / 20)}`}`,
    )
    const path = await folder({ 'staff.csv': `name,title,manager\n${rows.join('\n')}\n` })
    const options = { file: `${path}/staff.csv`, prune: false, dryRun: false, concurrency: 40 }
    const client = await connect({ url: server.url, key: KEY })
    let outcomes = 0
    let restarted: Promise<void> | undefined
    const onOutcome = () => {
      outcomes += 1
      if (outcomes === 50) restarted = server.kill().then(server.restart)
    }
    const { signal } = new AbortController()
    const summary = await importEmployees(options, { client, progress: new Progress(quiet), signal, onOutcome })
    await restarted
    expect(summary).toMatchObject({ created: 160, failed: 0 })
    const [root] = (await client.employees.roots.query({})).items
    expect(await client.employees.subtree.query({ id: root?.id ?? 0 })).toHaveLength(160)
    expect(await summaryOf(['employees', options.file, '--url', server.url])).toMatchObject({
      created: 0,
      unchanged: 160,
    })
  })

  test('a run that is killed is simply run again', async () => {
    const blog = await blogOf(POSTS)
    const args = ['blog', blog, '--source', 'again', '--url', server.url]
    const { PATH, NODE_COMPILE_CACHE } = process.env
    const env = { PATH, NODE_COMPILE_CACHE, TRELLIS_KEY: KEY }
    const importer = spawn(process.execPath, [MAIN, ...args, '--concurrency', '10'], { env, stdio: 'ignore' })
    const exit = once(importer, 'exit')
    while ((await imported('again')).posts < 20);
    importer.kill('SIGKILL')
    await exit
    const before = (await imported('again')).posts
    const again = await summaryOf(args)
    expect(again).toMatchObject({ failed: 0, updated: 0 })
    // What the killed run had sent may have arrived after the count.
    expect(again.unchanged).toBeGreaterThanOrEqual(before)
    expect(again.created + again.unchanged).toBe(POSTS)
    expect(await imported('again')).toEqual({ posts: POSTS, titles: POSTS })
  })
})
