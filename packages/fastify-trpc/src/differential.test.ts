import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { hosts } from '../test/hosts.ts'
import { everywhere, requests } from '../test/requests/index.ts'
import { startServers } from '../test/servers.ts'

vi.setConfig({ testTimeout: 120_000 })

type Servers = Awaited<ReturnType<typeof startServers>>

describe.each(Object.entries(hosts))('with %s', (name, host) => {
  let servers: Servers
  beforeAll(async () => {
    servers = await startServers(host)
  })
  afterAll(async () => {
    await Promise.all([servers.ours.close(), servers.official.close()])
  })

  const groups =
    name === 'default options' ? Object.entries(requests) : Object.entries({ 'calls and batches': everywhere })
  it.each(groups)('answers %s as the official adapter does', async (_name, group) => {
    const differences = []
    for (const request of group) {
      const [ours, official] = await Promise.all([servers.ours.observe(request), servers.official.observe(request)])
      if (JSON.stringify(ours) !== JSON.stringify(official)) differences.push({ request: request.name, ours, official })
    }
    expect(differences).toEqual([])
  })
})

describe('the requests', () => {
  it('are more than 300, all different', () => {
    const names = Object.values(requests).flatMap((group) => group.map((request) => request.name))
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(300)
  })
})
