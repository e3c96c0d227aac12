import { newIdempotencyKey } from '@trellis/client/idempotency-key'
import { randomNumbers } from '../data/random.ts'
import { type Shape, tokenOf } from '../data/shape.ts'

/** Two kinds of request for the same data. One may cost at most a multiple of the other. */
export interface Pair {
  name: string
  /** The most that `measured` may cost, as a multiple of `base`. */
  target: number
  connections: number
  base: Requests
  measured: Requests
}

/** The bytes of request number `index` of a connection. */
export type Requests = (connection: number, index: number) => Buffer

const READERS = 16
/** A prime number, so that multiples of it are different posts. */
const STEP = 7_919
const WRITERS = 64

/** The cost of REST, etags and idempotency keys. `etags` are those of the `cached` paths. */
export function pairsOf(shape: Shape, etags: ReadonlyMap<string, string>): Pair[] {
  const random = randomNumbers(9)
  const ids = Array.from({ length: DISTINCT }, () => 1 + random(shape.posts))
  const postOf = (connection: number, index: number) => ids[(connection + index) % ids.length] ?? 1
  const trpc = (path: string, input: unknown) => get(`/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`)
  const known = (path: string) => get(path, `if-none-match: ${etags.get(path)}\r\n`)

  /** Each request likes another post, anywhere in the blog. The two halves of a pair use different posts. */
  const like = (part: 0 | 1, connection: number, index: number, key: string) => {
    const body = JSON.stringify({ postId: 1 + (((2 * index + part) * STEP + connection * 311) % shape.posts) })
    return Buffer.from(
      `POST /trpc/likes.like HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${tokenOf(1 + (connection % shape.users))}\r\n` +
        `content-type: application/json\r\n${key}content-length: ${body.length}\r\n\r\n${body}`,
    )
  }

  const read = (name: string, target: number, base: Requests, measured: Requests): Pair => ({
    ...{ name, target, base, measured, connections: READERS },
  })
  return [
    read(
      'posts.byId, REST ÷ tRPC',
      1.15,
      (connection, index) => trpc('posts.byId', { id: postOf(connection, index) }),
      (connection, index) => get(`/api/posts/${postOf(connection, index)}`),
    ),
    read(
      'posts.list, REST ÷ tRPC',
      1.15,
      () => trpc('posts.list', {}),
      () => get('/api/posts'),
    ),
    read(
      'posts.byId, etag hit ÷ response',
      1.05,
      () => get('/api/posts/1'),
      () => known('/api/posts/1'),
    ),
    read(
      'posts.list, etag hit ÷ response',
      1.05,
      () => get('/api/posts'),
      () => known('/api/posts'),
    ),
    {
      name: 'likes.like, with ÷ without an idempotency key',
      target: 1.15,
      connections: WRITERS,
      base: (connection, index) => like(0, connection, index, ''),
      measured: (connection, index) => like(1, connection, index, `idempotency-key: ${newIdempotencyKey()}\r\n`),
    },
  ]
}

const DISTINCT = 64
/** The paths whose etags the pairs need. */
export const cached = ['/api/posts/1', '/api/posts']

/** A GET request. */
export function get(path: string, headers = ''): Buffer {
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`)
}
