import { randomUUID } from 'node:crypto'
import type { AppRouter } from '@trellis/api'
import { createTRPCClient, httpLink, retryLink, type TRPCClientError } from '@trpc/client'
import { onTestFinished } from 'vitest'
import { asService } from './servers.ts'

/** How many call at once. `npm run test:scale` has more. */
const WRITERS = Number(process.env.TRAFFIC_WRITERS ?? 4)
const READERS = Number(process.env.TRAFFIC_READERS ?? 4)

interface Failure {
  readonly began: number
  readonly ended: number
  readonly error: unknown
}

/** Calls of many clients. */
export interface Traffic {
  /** The names of the tags whose creation was answered. */
  readonly acknowledged: readonly string[]
  /** The calls that failed after all retries, with the times at which each began and ended. */
  readonly failures: readonly Failure[]
  /** Ends the calls. */
  stop(): Promise<void>
}

/** Starts clients that create tags and read them back, and clients that read. They end with the test that starts them. */
export function startTraffic(url: string, retries: number): Traffic {
  const acknowledged: string[] = []
  const failures: Failure[] = []
  let isOver = false

  const start = async (call: (nth: number) => Promise<unknown>) => {
    for (let nth = 0; !isOver; nth++) {
      const began = performance.now()
      await call(nth).catch((error: unknown) => failures.push({ began, ended: performance.now(), error }))
    }
  }
  const writers = Array.from({ length: WRITERS }, (_, writer) => {
    const client = persistentClient(url, retries)
    return start(async (nth) => {
      const context = { key: randomUUID() }
      const { id, name } = await client.tags.create.mutate({ name: `${url} ${writer}.${nth}` }, { context })
      acknowledged.push(name)
      await client.tags.byId.query({ id })
    })
  })
  const readers = Array.from({ length: READERS }, () => {
    const client = persistentClient(url, retries)
    return start(() => client.posts.list.query({ limit: 1 }))
  })
  const stop = async () => {
    isOver = true
    await Promise.all([...writers, ...readers])
  }
  onTestFinished(stop)
  return { acknowledged, failures, stop }
}

/** A client that does what docs/clients.md asks for: it calls again, with the same key, and sends the last position. */
function persistentClient(url: string, retries: number) {
  let position = '0/0'
  return createTRPCClient<AppRouter>({
    links: [
      retryLink({
        retry: ({ error, attempts }) => attempts <= retries && mayPass(error),
        // What `retry-after` says.
        retryDelayMs: () => 1_000,
      }),
      httpLink({
        url: `${url}/trpc`,
        headers: ({ op: { context } }) => ({
          ...asService,
          'x-trellis-commit': position,
          ...(typeof context.key === 'string' && { 'idempotency-key': context.key }),
        }),
        fetch: async (address, { signal = null, ...init } = {}) => {
          const response = await fetch(address, { ...init, signal })
          position = response.headers.get('x-trellis-commit') ?? position
          return response
        },
      }),
    ],
  })
}

/** Without a response in the format of tRPC, the server or its connection is gone. */
function mayPass({ data }: TRPCClientError<AppRouter>): boolean {
  return !data || data.httpStatus === 429 || data.httpStatus === 503
}
