import type { Server } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'
import { network } from '@trellis/identity'
import type { Env } from './env.ts'

/** All open connections, and those of one network. */
const MAX_CONNECTIONS = 5_000
const MAX_OF_NETWORK = 1_000

/** Bounds the open connections, also of each network, so that one does not keep the others out. Proxies in front have many. */
export function limitConnections(server: Server, { RATE_LIMIT, TRUST_PROXY }: Pick<Env, 'RATE_LIMIT' | 'TRUST_PROXY'>) {
  server.maxConnections = MAX_CONNECTIONS
  // With a number of proxies, every connection is from one of them.
  if (RATE_LIMIT === Number.POSITIVE_INFINITY || typeof TRUST_PROXY === 'number') return
  const proxies = blockListOf(TRUST_PROXY || [])
  const open = new Map<string, number>()
  server.on('connection', (socket) => {
    const address = socket.remoteAddress
    if (address === undefined || proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) return
    const from = network(address)
    const count = (open.get(from) ?? 0) + 1
    if (count > MAX_OF_NETWORK) {
      socket.destroy()
      return
    }
    open.set(from, count)
    socket.once('close', () => {
      const left = (open.get(from) ?? 0) - 1
      if (left > 0) open.set(from, left)
      else open.delete(from)
    })
  })
}

/** Addresses and networks such as `10.0.0.0/8`. */
function blockListOf(proxies: readonly string[]): BlockList {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
