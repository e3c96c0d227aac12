import { beforeAll, expect, test } from 'vitest'
import { setupServer } from '../test/servers.ts'

const server = await setupServer()
const EMPLOYEES = 20_000
const worst = 'a'.repeat(64)

beforeAll(async () => {
  const author = await server.service.users.create.mutate({ username: 'worst', email: 'worst@example.com' })
  for (let n = 0; n < 4; n++) {
    await server.service.posts.create.mutate({
      authorId: author.id,
      title: 'a'.repeat(300),
      content: 'a'.repeat(100_000),
    })
  }
  await server.store.write(async ({ db, tables }) => {
    const employees = Array.from({ length: 2 * EMPLOYEES }, (_, index) => {
      const [id, name] = [index + 1, `Firstname Lastname ${index}`]
      // The first half is a broad tree, the second one chain.
      const managerId = id > EMPLOYEES + 1 ? id - 1 : id > 1 && id <= EMPLOYEES ? Math.ceil((id - 1) / 7) : null
      return { id, name, nameKey: name.toLowerCase(), title: 'Software engineer', managerId }
    })
    for (let at = 0; at < employees.length; at += 1_000) {
      await db.insert(tables.employees).values(employees.slice(at, at + 1_000))
    }
  })
})

/** The CPU time of the event loop's thread while `run` runs, in milliseconds. A busy machine does not change it. */
async function cpuOf(run: () => unknown): Promise<number> {
  const before = process.threadCpuUsage()
  await run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1_000
}

/** The least of several measurements. The first ones include compilation. */
async function leastCpu(run: () => unknown): Promise<number> {
  const measured: number[] = []
  for (let n = 0; n < 4; n++) measured.push(await cpuOf(run))
  return Math.min(...measured)
}

/** Work that takes about 28 ms where 50 ms are the limit of a call. */
const rows = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `Employee ${id}`, title: 'x', n: null }))
const work = () => {
  for (let n = 0; n < 5; n++) JSON.parse(JSON.stringify(rows))
}

test.each<[string, string, object]>([
  ['a tree of 20,000', 'employees.subtree', { id: 1 }],
  ['a chain of 20,000', 'employees.ancestors', { id: 2 * EMPLOYEES }],
  ['a search in the worst text', 'search.posts', { q: worst }],
])('%s costs the event loop little, alone and 20 times in a batch', { timeout: 600_000 }, async (_, path, input) => {
  const limit = await leastCpu(work)
  const call = async (count: number) => {
    const inputs = Object.fromEntries(Array.from({ length: count }, (_, index) => [index, input]))
    const url = `/trpc/${Array(count).fill(path).join()}?batch=1&input=${encodeURIComponent(JSON.stringify(inputs))}`
    const { statusCode } = await server.app.inject({ url, remoteAddress: '192.0.2.1' })
    // A part of a batch that is too large or has waited too long is refused.
    expect(statusCode).toBeOneOf(count === 1 ? [200] : [200, 207])
  }
  const [alone, batch] = [await leastCpu(() => call(1)), await cpuOf(() => call(20))]
  expect({ alone: alone / limit, batch: batch / limit }).toEqual({
    alone: expect.toSatisfy((ratio: number) => ratio < 50 / 28),
    batch: expect.toSatisfy((ratio: number) => ratio < 250 / 28),
  })
})

test('searches for the most expensive stored text do not delay other calls', async () => {
  const search = () => server.anyone.search.posts.query({ q: worst, limit: 1 })
  const start = performance.now()
  expect((await search()).items).toHaveLength(1)
  const alone = performance.now() - start
  /** How long /health/live takes while four searches run: the median, because a busy machine delays single answers. */
  async function medianWait(): Promise<number> {
    let done = false
    const waits: number[] = []
    const searches = Promise.all(Array.from({ length: 4 }, search)).finally(() => {
      done = true
    })
    while (!done) {
      const asked = performance.now()
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
      waits.push(performance.now() - asked)
    }
    await searches
    return waits.toSorted((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0
  }
  // On the event loop each answer would wait for at least one search, in every attempt.
  await expect.poll(medianWait).toBeLessThan(Math.max(100, alone / 2))
})
