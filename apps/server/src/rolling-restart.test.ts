import { Agent, createServer, request as send } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { clientOf, setupDatabase, startProcess } from '../test/servers.ts'
import { startTraffic } from '../test/traffic.ts'

const database = await setupDatabase()

interface Target {
  readonly url: string
  isReady: boolean
  /** Requests that have no response yet. */
  running: number
}

/** A load balancer: sends each request to the next server of those that say that they are ready. */
async function startBalancer() {
  const targets: Target[] = []
  const agent = new Agent({ keepAlive: true })
  let next = 0
  const balancer = createServer((incoming, answer) => {
    const ready = targets.filter(({ isReady }) => isReady)
    const target = ready[next++ % ready.length]
    if (!target) return answer.writeHead(502).end('no server is ready')
    target.running++
    answer.once('close', () => target.running--)
    const { method, url, headers } = incoming
    const forwarded = send(new URL(url ?? '/', target.url), { agent, method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    forwarded.once('error', (error) => answer.writeHead(502).end(String(error)))
    return incoming.pipe(forwarded)
  })
  await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve))
  const isReady = ({ url }: Target) =>
    fetch(`${url}/health/ready`).then(
      ({ status }) => status === 200,
      () => false,
    )
  const stopped = new AbortController()
  const asking = (async () => {
    while (!stopped.signal.aborted) {
      for (const target of targets) target.isReady = await isReady(target)
      await pause(20)
    }
  })()
  onTestFinished(async () => {
    stopped.abort()
    await asking
    agent.destroy()
    balancer.close()
    balancer.closeAllConnections()
  })
  const address = balancer.address()
  return {
    url: `http://127.0.0.1:${address && typeof address === 'object' ? address.port : ''}`,
    /** Adds a server, and waits until it is ready. */
    async add(url: string): Promise<Target> {
      const target = { url, isReady: false, running: 0 }
      targets.push(target)
      await expect.poll(() => target.isReady).toBe(true)
      return target
    },
    remove: (target: Target) => void targets.splice(targets.indexOf(target), 1),
  }
}

test('three servers restarted one after the other behind a balancer that asks `ready` fail no request, and lose no write', async () => {
  const balancer = await startBalancer()
  const start = async () => {
    const server = await startProcess({ DATABASE_URL: database.url, DRAIN_SECONDS: '50' })
    return { server, target: await balancer.add(server.url) }
  }
  const servers = await Promise.all([start(), start(), start()])

  // A retry would hide a request that failed.
  const traffic = startTraffic(balancer.url, 0)
  for (const { server, target } of servers) {
    server.child.kill('SIGTERM')
    await expect.poll(() => target.isReady).toBe(false)
    await expect.poll(() => target.running).toBe(0)
    // All that DRAIN_SECONDS waits for has happened.
    server.child.kill('SIGTERM')
    expect(await server.exited).toEqual({ code: 0, signal: null })
    balancer.remove(target)
    await start()
  }
  await traffic.stop()
  expect(traffic.failures).toEqual([])
  expect(traffic.acknowledged.length).toBeGreaterThan(0)
  // The statistics may be a second old.
  const tagCount = () =>
    clientOf(balancer.url)
      .stats.blog.query()
      .then((stats) => stats.tagCount)
  await expect.poll(tagCount).toBe(traffic.acknowledged.length)
})
