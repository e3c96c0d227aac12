import { createServer, type IncomingMessage } from 'node:http'
import type { Backend, Handler } from './handler.ts'

/**
 * The floor: `node:http`, prepared statements written by hand, `JSON.stringify`. No schemas, no router, no middleware,
 * and only what the cases ask for.
 */
export function floorServer(backend: Backend) {
  const handlers = new Map<string, Handler>(Object.entries({ 'viewer.current': () => null, ...backend.handlers }))
  const viewerOf = ({ headers }: IncomingMessage) =>
    headers.authorization ? backend.viewerOf(headers.authorization.slice(7)) : 0

  const answer = (path: string, input: unknown, viewer: number): unknown => {
    if (path === 'batch') {
      if (!isBatch(input)) throw new Error('Not a batch')
      const answers = input.inputs.map((one) => answer(input.path, one, viewer))
      return answers.some((one) => one instanceof Promise) ? Promise.all(answers) : answers
    }
    const handler = handlers.get(path)
    if (!handler) throw new Error(`There is no ${path}`)
    return handler(typeof input === 'object' && input !== null ? { ...input } : {}, viewer)
  }

  return createServer((request, response) => {
    const send = (value: unknown) => {
      const body = JSON.stringify(value)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      response.end(body)
    }
    // SQLite is synchronous: a promise for each call would add to the measured time.
    const respond = (path: string, input: unknown) => {
      const viewer = viewerOf(request)
      const value =
        typeof viewer === 'number' ? answer(path, input, viewer) : viewer.then((id) => answer(path, input, id))
      if (value instanceof Promise) value.then(send, (error: unknown) => response.destroy(toError(error)))
      else send(value)
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

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

function isBatch(input: unknown): input is { path: string; inputs: unknown[] } {
  return typeof input === 'object' && input !== null && 'inputs' in input && Array.isArray(input.inputs)
}
