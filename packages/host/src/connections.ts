import type { Server } from 'node:http'
import { BlockList, isIPv6, type Socket } from 'node:net'
import { network } from '@trellis/identity'
import type { FastifyInstance } from 'fastify'
import type { Env } from './env.ts'

/** All open connections, and those of one network. */
const MAX_CONNECTIONS = 5_000
const MAX_OF_NETWORK = 1_000
/** The requests of one connection without a response. Browsers and most other clients wait for each response. */
const MAX_UNANSWERED = 32

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

/**
 * Closes a connection that sends many requests without waiting for the responses. Node reads 64 KiB of each connection at
 * once: thousands of small requests, while all others wait. Call it before other hooks are added.
 */
export function limitPipelining(app: FastifyInstance): void {
  const unanswered = new WeakMap<Socket, number>()
  app.server.prependListener('request', ({ socket }, response) => {
    const count = (unanswered.get(socket) ?? 0) + 1
    unanswered.set(socket, count)
    if (count > MAX_UNANSWERED) socket.destroy()
    response.once('close', () => unanswered.set(socket, (unanswered.get(socket) ?? 1) - 1))
  })
  // Node still emits the requests that it has read.
  app.addHook('onRequest', ({ socket }, reply, done) => {
    if (socket.destroyed) reply.hijack()
    else done()
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
