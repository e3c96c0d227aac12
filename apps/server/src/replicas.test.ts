import { database, openStore, type Store } from '@trellis/db'
import { type Replication, startReplication } from '@trellis/store/testing'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { followJournal } from '../test/followed-journal.ts'
import { anotherServer, asService, clientOf, cookieOf, setupServer, startProcess } from '../test/servers.ts'
import { startTraffic } from '../test/traffic.ts'
import { createApp } from './app.ts'

/** How often the primary is restarted. `npm run test:scale` does it more often. */
const RESTARTS = Number(process.env.PRIMARY_RESTARTS ?? 2)
/** How often the primary is killed and replaced; `npm run test:scale` also without a synchronous replica. */
const FAILOVERS = Number(process.env.FAILOVERS ?? 1)
const MODES = FAILOVERS > 1 ? ['synchronous', 'asynchronous'] : ['synchronous']
/** How soon writes are answered again after a promotion, in milliseconds; a busy machine takes many times as long. */
const AGAIN = FAILOVERS > 1 ? 5_000 : 60_000
/** As often as packages/client tries again. */
const RETRIES = 3

const onPostgres = inject('dialect') === 'postgres'
const server = await setupServer()
const create = (name: string, headers: Record<string, string> = {}) =>
  server.post('/api/tags', { name }, { ...asService, ...headers })

describe('the position of a commit', () => {
  test('is in the response to each mutation and to a sign-in, and in no other; SQLite has none', async () => {
    const position: unknown = onPostgres ? expect.stringMatching(/^[\dA-F]+(\/[\dA-F]+){2}$/) : null
    const responses = [
      await create('by rest'),
      await server.post('/trpc/tags.create', { name: 'by trpc' }, asService),
      await server.post('/api/auth/sign-up/email', { email: 'p@example.com', password: 'long enough', username: 'p' }),
    ]
    for (const { status, headers } of responses)
      expect([status, headers.get('x-trellis-commit')]).toEqual([expect.toBeOneOf([200, 201]), position])
    const { headers } = await fetch(`${server.url}/api/tags`)
    expect(headers.get('x-trellis-commit')).toBeNull()
  })

  test('is sent once, and nothing is logged', async () => {
    const lines: string[] = []
    const app = await createApp(
      server.store,
      server.env,
      pino({ level: 'error' }, { write: (line) => lines.push(line) }),
    )
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const headers = { ...asService, 'content-type': 'application/json' }
    for (const name of ['logged', 'logged twice'])
      await fetch(`${url}/trpc/tags.create`, { method: 'POST', headers, body: JSON.stringify({ name }) })
    await app.close()
    expect(lines).toEqual([])
  })

  test.each(['', 'x', '0/0/0', 'FFFFFFFF/FFFFFFFF', '%', 'a'.repeat(5_000)])(
    'sent as %j does no harm',
    async (value) => {
      const headers = { 'x-trellis-commit': value, cookie: `trellis-commit=${value}` }
      expect((await fetch(`${server.url}/api/tags`, { headers })).status).toBe(200)
    },
  )
})

// SQLite has no replicas.
describe.runIf(onPostgres)('a server with replicas', () => {
  let servers: Replication
  let store: Store
  beforeAll(async () => {
    servers = await startReplication(database, 2)
    store = openStore({ url: servers.hostsUrl })
  })
  afterAll(async () => {
    await store.close()
    await servers.remove()
  })
  const setReplay = (action: 'pause' | 'resume') =>
    Promise.all(servers.replicas.map((replica) => servers.query(replica, `SELECT pg_wal_replay_${action}()`)))

  test('shows callers their own writes, and others what the replica has', async () => {
    const url = await anotherServer(server.env, store)
    await expect.poll(() => store.load().replicas).toBe(2)
    const service = clientOf(url, asService)
    const { id } = await service.tags.create.mutate({ name: 'old' })
    const nameFor = async (headers: Record<string, string>) => {
      const response = await fetch(`${url}/api/tags/${id}`, { headers })
      return response.ok ? (JSON.parse(await response.text()) as { name: string }).name : response.status
    }
    await expect.poll(() => nameFor({})).toBe('old')
    await setReplay('pause')
    const renamed = await fetch(`${url}/api/tags/${id}`, {
      method: 'PATCH',
      headers: { ...asService, 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ name: 'new' }),
    })
    const position = renamed.headers.get('x-trellis-commit') ?? ''
    expect(await nameFor({})).toBe('old')
    expect(await nameFor({ 'x-trellis-commit': position })).toBe('new')
    expect(await nameFor({ cookie: cookieOf(renamed) })).toBe('new')
    await setReplay('resume')
    await expect.poll(() => nameFor({})).toBe('new')
  })

  test('sees a sign-in and a sign-out at once', async () => {
    const url = await anotherServer(server.env, store)
    await setReplay('pause')
    const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
      fetch(`${url}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
    const signedUp = await post('sign-up/email', { email: 'q@example.com', password: 'long enough', username: 'q' })
    const cookie = cookieOf(signedUp)
    const viewer = () => clientOf(url, { cookie }).viewer.current.query()
    expect(await viewer()).toMatchObject({ username: 'q' })
    expect((await post('sign-out', {}, { cookie, origin: url })).status).toBe(200)
    expect(await viewer()).toBeNull()
    await setReplay('resume')
  })

  test('whose primary is restarted, also by a crash, loses no acknowledged write and comes back by itself', async () => {
    const variables = { DATABASE_URL: servers.url, DATABASE_READ_URLS: servers.readUrls.join(',') }
    const processes = await Promise.all([startProcess(variables), startProcess(variables)])
    const traffics = processes.map(({ url }) => startTraffic(url, RETRIES))
    const restarts: { from: number; to: number }[] = []
    for (let restart = 0; restart <= RESTARTS; restart++) {
      if (restart > 0) {
        const from = performance.now()
        await servers.primary.stop(restart % 2 ? 'fast' : 'immediate')
        await servers.primary.start()
        restarts.push({ from, to: performance.now() })
      }
      for (const { acknowledged } of traffics) {
        const before = acknowledged.length
        await expect.poll(() => acknowledged.length).toBeGreaterThan(before + 20)
      }
    }
    await Promise.all(traffics.map((traffic) => traffic.stop()))

    const tags = await servers.query(servers.primary, 'SELECT name FROM tags')
    const kept = new Set(tags.map(({ name }) => name))
    expect(traffics.flatMap(({ acknowledged }) => acknowledged).filter((name) => !kept.has(name))).toEqual([])
    const failures = traffics.flatMap((traffic) => traffic.failures)
    // A restart may take longer than the retries of a call.
    const duringRestart = ({ began, ended }: { began: number; ended: number }) =>
      restarts.some(({ from, to }) => began < to && from < ended)
    expect(failures.filter((failure) => !duringRestart(failure))).toEqual([])
  })

  test.each(MODES)(
    'goes on after a failover with %s replication, and never writes to the old primary',
    async (mode) => {
      const processes = await Promise.all([1, 2].map(() => startProcess({ DATABASE_URL: servers.hostsUrl })))
      const urls = processes.map(({ url }) => url)
      const journal = await followJournal(urls)
      const traffics = urls.map((url) => startTraffic(url, RETRIES))
      const writes = (count: number) =>
        Promise.all(
          traffics.map(({ acknowledged }) => {
            const wanted = acknowledged.length + count
            return expect.poll(() => acknowledged.length, { interval: 20 }).toBeGreaterThan(wanted)
          }),
        )
      const outages: { from: number; to: number }[] = []
      const delays: number[] = []
      for (let failover = 0; failover < FAILOVERS; failover++) {
        const { primary, replicas } = servers
        const [next = expect.fail()] = replicas
        primary.configure({ synchronous_standby_names: mode === 'synchronous' ? next.name : '' })
        await primary.reload()
        const state = `SELECT sync_state FROM pg_stat_replication WHERE application_name = '${next.name}'`
        await expect
          .poll(() => servers.query(primary, state))
          .toEqual([{ sync_state: mode === 'synchronous' ? 'sync' : 'async' }])
        await writes(10)

        const from = performance.now()
        primary.kill('SIGKILL')
        await Promise.all(urls.map(expectReadsOnly))
        await servers.promote(next)
        const promoted = performance.now()
        await writes(0)
        delays.push(performance.now() - promoted)
        await writes(5)
        outages.push({ from, to: performance.now() })
        expect(delays.at(-1)).toBeLessThan(AGAIN)

        // The old primary does not know that it was replaced, and takes writes.
        primary.configure({ synchronous_standby_names: '' })
        await expect.poll(() => primary.start().then(() => true, String), { interval: 200 }).toBe(true)
        const count = () => servers.query(primary, 'SELECT count(*) FROM tags')
        const before = await count()
        await writes(10)
        expect(await count()).toEqual(before)
        // The other replica may have received more than the one that was promoted. Then it cannot follow it.
        for (const replica of servers.replicas) await servers.follow(replica)
        await writes(5)
      }
      await Promise.all(traffics.map((traffic) => traffic.stop()))
      const followed = await journal.stop()

      const kept = new Set((await servers.query(servers.primary, 'SELECT name FROM tags')).map(({ name }) => name))
      const acknowledged = traffics.flatMap((traffic) => traffic.acknowledged)
      const lost = acknowledged.filter((name) => !kept.has(name)).length
      const employees = await servers.query(servers.primary, 'SELECT id FROM employees ORDER BY id')
      if (FAILOVERS > 1)
        console.log(
          `${mode}: ${lost} of ${acknowledged.length} acknowledged writes lost in ${FAILOVERS} failovers, ` +
            `${Math.round(Math.max(...delays))} ms at most from a promotion to writes, ${followed.resets} resets`,
        )
      const duringOutage = ({ began, ended }: { began: number; ended: number }) =>
        outages.some(({ from, to }) => began < to && from < ended)
      expect(traffics.flatMap(({ failures }) => failures).filter((failure) => !duringOutage(failure))).toEqual([])
      expect(processes.map(({ child }) => child.exitCode)).toEqual([null, null])
      if (mode === 'asynchronous') return
      expect(lost).toBe(0)
      const added = employees.map(({ id }) => Number(id)).filter((id) => id >= (followed.created[0] ?? 0))
      expect(followed).toEqual({ created: added, resets: 0 })
    },
    FAILOVERS * 180_000,
  )
})

/** Expects that a server without a primary answers reads from replicas, and tells writers when to try again. */
async function expectReadsOnly(url: string): Promise<void> {
  await expect.poll(async () => (await fetch(`${url}/api/posts?limit=1`)).status).toBe(200)
  const written = await fetch(`${url}/api/tags`, {
    method: 'POST',
    headers: { ...asService, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'without a primary' }),
  })
  expect([written.status, written.headers.get('retry-after')]).toEqual([503, '1'])
}
