import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** How a connection through the proxy behaves. */
type Fault = 'none' | 'silent' | 'reset' | { delay: number }

/** Starts a proxy before the server of a URL. Connections keep the fault that they have got. */
export async function startFaultyProxy(url: string) {
  const target = new URL(url)
  const open: Map<Socket, { upstream?: Socket; fault: Fault }> = new Map()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const connection: { upstream?: Socket; fault: Fault } = { fault: proxy.acceptsOnly ? 'silent' : 'none' }
    open.set(socket, connection)
    socket.on('error', () => {}).on('close', () => open.delete(socket))
    if (connection.fault === 'silent') return
    const upstream = connect({ port: Number(target.port), host: target.hostname, allowHalfOpen: true })
    connection.upstream = upstream
    const forward = (from: Socket, to: Socket) => {
      from.on('error', () => {})
      from.on('data', async (data: Buffer) => {
        if (typeof connection.fault === 'object') await pause(connection.fault.delay)
        if (connection.fault === 'silent') return
        if (connection.fault === 'reset' && from === upstream) {
          to.write(data.subarray(0, Math.ceil(data.length / 2)), () => socket.resetAndDestroy())
          upstream.destroy()
        } else to.write(data)
      })
      // Of a silent connection neither side learns that the other has closed.
      from.on('end', () => connection.fault === 'silent' || to.end())
      from.on('close', () => connection.fault === 'silent' || to.destroy())
    }
    forward(socket, upstream)
    forward(upstream, socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address && typeof address === 'object' ? String(address.port) : ''
  const proxy = {
    /** The URL of the database through the proxy. */
    url: Object.assign(new URL(url), { port }).href,
    /** Whether new connections are accepted and get no answer. */
    acceptsOnly: false,
    /** Gives a fault to the connections that are open now. Connections that are opened later have no fault. */
    fault: (fault: Fault) => {
      for (const connection of open.values()) connection.fault = fault
    },
    /** The number of open connections of clients. */
    get connections() {
      return open.size
    },
    /** Breaks all connections. */
    close: async () => {
      for (const [socket, { upstream }] of open) {
        socket.destroy()
        upstream?.destroy()
      }
      server.close()
      await once(server, 'close')
    },
  }
  return proxy
}
