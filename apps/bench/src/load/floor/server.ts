import { createServer, type IncomingMessage } from 'node:http'
import Client from 'better-sqlite3'
import { type Handler, postReads } from './posts.ts'
import { employeeReads, searchReads, userReads } from './reads.ts'
import { writes } from './writes.ts'

/**
 * The floor: `node:http`, prepared statements written by hand, `JSON.stringify`. No schemas, no router, no middleware,
 * and only what the cases ask for.
 */
export function floorServer(path: string) {
  const open = () => {
    const client = new Client(path)
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) client.pragma(pragma)
    for (const pragma of ['cache_size = -65536', 'mmap_size = 268435456']) client.pragma(pragma)
    return client
  }
  const reader = open()
  const handlers = new Map<string, Handler>(
    Object.entries({
      'viewer.current': () => null,
      ...postReads(reader),
      ...userReads(reader),
      ...searchReads(reader),
      ...employeeReads(reader),
      ...writes(open()),
    }),
  )
  const viewerByToken = reader
    .prepare<[string, number], number>(
      'SELECT u.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = +? AND s.expires_at > +?',
    )
    .pluck()
  const viewerOf = ({ headers }: IncomingMessage) =>
    headers.authorization ? (viewerByToken.get(headers.authorization.slice(7), Date.now()) ?? 0) : 0

  const answer = (path: string, input: unknown, viewer: number): unknown => {
    const handler = handlers.get(path)
    if (!handler) throw new Error(`There is no ${path}`)
    return handler(typeof input === 'object' && input !== null ? { ...input } : {}, viewer)
  }
  const batch = (input: unknown, viewer: number) => {
    if (!isBatch(input)) throw new Error('Not a batch')
    return input.inputs.map((one) => answer(input.path, one, viewer))
  }

  return createServer((request, response) => {
    const respond = (path: string, input: unknown) => {
      const viewer = viewerOf(request)
      const body = JSON.stringify(path === 'batch' ? batch(input, viewer) : answer(path, input, viewer))
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      response.end(body)
    }
    const url = request.url ?? ''
    if (request.method === 'POST') {
      let text = ''
      request.setEncoding('utf8')
      request.on('data', (chunk: string) => {
        text += chunk
      })
      request.on('end', () => respond(url.slice(1), JSON.parse(text)))
      return
    }
    const query = url.indexOf('?input=')
    if (query === -1) respond(url.slice(1), undefined)
    else respond(url.slice(1, query), JSON.parse(decodeURIComponent(url.slice(query + 7))))
  })
}

function isBatch(input: unknown): input is { path: string; inputs: unknown[] } {
  return typeof input === 'object' && input !== null && 'inputs' in input && Array.isArray(input.inputs)
}
