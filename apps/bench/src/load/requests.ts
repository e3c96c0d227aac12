import { type Case, noop } from './cases.ts'

/** The servers compared. */
export const contenders = ['floor', 'trellis', 'official', 'orpc', 'hono'] as const
/** Libraries that read the same data of PostgreSQL, behind the HTTP server of the floor. Their packages are installed apart. */
export const peers = ['kysely', 'prisma', 'postgraphile'] as const
/** Every server: `observed` is Trellis with metrics and traces, `broadcast` the floor with a stream of events. */
export const servers = [...contenders, 'observed', 'broadcast', ...peers] as const
/** A server. */
export type Contender = (typeof servers)[number]
/** A library in place of Trellis. */
export type Peer = (typeof peers)[number]

/** Whether a case reads the database by one call, which every peer can do. */
export const isRead = ({ kind, batch, path }: Case): boolean => kind === 'query' && !batch && path !== noop

/** Whether a server is a peer. */
export const isPeer = (contender: Contender): contender is Peer => peers.some((peer) => peer === contender)

/** Whether a server can run the case: batches have another format in oRPC, and Hono has none. */
export function takesPart(contender: Contender, { batch }: Case): boolean {
  return !batch || (contender !== 'orpc' && contender !== 'hono')
}

/** The bytes of one request of a case, in the protocol of a server. */
export function requestOf(contender: Contender, one: Case, index: number, token: string | undefined): Buffer {
  const inputs = Array.from({ length: one.batch ?? 1 }, (_, offset) => one.inputs[(index + offset) % one.inputs.length])
  const called = one.undo && index % 2 === 1 ? { ...one, path: one.undo } : one
  const { path, value } = addressed(contender, called, inputs)
  const authorization = token ? `authorization: Bearer ${token}\r\n` : ''
  const body = value === undefined ? undefined : JSON.stringify(value.json)
  if (one.kind === 'query') {
    const query =
      body === undefined ? '' : `${path.includes('?') ? '&' : '?'}${value?.name}=${encodeURIComponent(body)}`
    return Buffer.from(`GET ${path}${query} HTTP/1.1\r\nhost: localhost\r\n${authorization}\r\n`)
  }
  const head = `POST ${path} HTTP/1.1\r\nhost: localhost\r\n${authorization}content-type: application/json\r\n`
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(body ?? '')}\r\n\r\n${body ?? ''}`)
}

interface Addressed {
  path: string
  value: { name: string; json: unknown } | undefined
}

function addressed(contender: Contender, { path, batch }: Case, inputs: unknown[]): Addressed {
  const [input] = inputs
  switch (contender) {
    case 'trellis':
    case 'observed':
    case 'official':
      if (batch) {
        const paths = inputs.map(() => path).join(',')
        return { path: `/trpc/${paths}?batch=1`, value: { name: 'input', json: { ...inputs } } }
      }
      return { path: `/trpc/${path}`, value: named('input', input) }
    case 'orpc':
      return {
        path: `/rpc/${path.replace('.', '/')}`,
        value: input === undefined ? undefined : named('data', { json: input }),
      }
    case 'floor':
    case 'broadcast':
    case 'hono':
    case 'kysely':
    case 'prisma':
    case 'postgraphile':
      return batch
        ? { path: '/batch', value: named('input', { path, inputs }) }
        : { path: `/${path}`, value: named('input', input) }
  }
}

const named = (name: string, json: unknown) => (json === undefined ? undefined : { name, json })

/** The data in the body of a response, without the envelope of the server's protocol, as text. */
export function dataOf(contender: Contender, body: string): string {
  switch (contender) {
    case 'trellis':
    case 'observed':
    case 'official': {
      const unwrap = (text: string) => text.replace(/^\{"result":\{"data":/, '').replace(/\}\}$/, '')
      return body.startsWith('[')
        ? `[${body
            .slice(1, -1)
            .split(/(?<=\}\}),(?=\{"result")/)
            .map(unwrap)}]`
        : unwrap(body)
    }
    case 'orpc':
      return body.replace(/^\{"json":/, '').replace(/\}$/, '')
    case 'floor':
    case 'broadcast':
    case 'hono':
    case 'kysely':
    case 'prisma':
    case 'postgraphile':
      return body
  }
}
