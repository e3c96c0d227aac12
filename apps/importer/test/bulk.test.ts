import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '@trellis/server/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { run } from './importer.ts'

/** Few enough for each run of the tests; `npm run test:scale` imports 10,000. */
const POSTS = process.env.BULK_POSTS ? Number(process.env.BULK_POSTS) : 600
let blog: string

/** Posts of 50 authors with three tags each, spread over folders by year. */
beforeAll(async () => {
  blog = await mkdtemp(join(tmpdir(), 'trellis-bulk-'))
  for (let year = 0; year <= Math.floor(POSTS / 3 / 365); year++) await mkdir(join(blog, String(2010 + year)))
  for (let index = 0; index < POSTS; index += 100) {
    await Promise.all(Array.from({ length: 100 }, (_, offset) => writePost(index + offset)))
  }
})
afterAll(() => rm(blog, { recursive: true, force: true }))

async function writePost(index: number): Promise<void> {
  const date = new Date(Date.UTC(2010, 0, 1) + index * 8 * 3_600_000).toISOString()
  const tags = [index % 200, (index * 7) % 200, (index * 13) % 200].map((tag) => `tag ${tag}`)
  const front = `title: Post ${index}\ndate: ${date}\nauthor: Author ${index % 50}\ntags: [${tags}]\ncategory: Category ${index % 20}`
  const text = `What there is to say in post ${index}.\n\n${'Some of it is said again. '.repeat(10)}`
  await writeFile(
    join(blog, date.slice(0, 4), `${date.slice(0, 10)}-post-${index}.md`),
    `---\n${front}\n---\n\n${text}\n`,
  )
}

/** The whole blog on one engine; on the other a year of it, three posts a day: the difference is in the server. */
test.each([
  { dialect: 'sqlite', folder: '.', posts: POSTS },
  { dialect: 'postgres', folder: '2010', posts: Math.min(POSTS, 3 * 365) },
] as const)(
  '$posts posts come in once, and again unchanged, on $dialect',
  async ({ dialect, folder, posts }) => {
    const server = await startServer(inject('templates'), dialect)
    try {
      const args = ['blog', join(blog, folder), '--source', 'bulk', '--json', '--url', server.url]
      for (const outcome of [
        { created: posts, unchanged: 0 },
        { created: 0, unchanged: posts },
      ]) {
        const { out, err } = await run(args)
        expect(out, err).not.toBe('')
        const summary: { seconds: number } = JSON.parse(out)
        expect(summary).toMatchObject({ ...outcome, updated: 0, failed: 0 })
        const rate = Math.round(posts / summary.seconds)
        console.log(`${dialect}: ${JSON.stringify(outcome)} in ${summary.seconds} s, ${rate} posts a second`)
      }
    } finally {
      await server.remove()
    }
  },
  600_000,
)
