import { QueryClient } from '@tanstack/react-query'
import type { AppRouter } from '@trellis/api'
import { idempotencyHeader, newIdempotencyKey } from '@trellis/client/idempotency-key'
import { createTRPCClient, httpBatchLink, httpLink, isTRPCClientError, retryLink, splitLink } from '@trpc/client'
import { tap } from '@trpc/server/observable'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { inProcessLink } from './in-process.ts'

/** Whether a retry may help: the server was not reached, or failed. */
function isPassing(error: Error): boolean {
  return !isTRPCClientError<AppRouter>(error) || (error.data?.httpStatus ?? 500) >= 500
}

/** An UNAUTHORIZED error means that the session has ended. */
function noticeEnd(error: Error): void {
  if (isTRPCClientError<AppRouter>(error) && error.data?.code === 'UNAUTHORIZED') {
    queryClient.setQueryData(trpc.viewer.current.queryKey(), null)
  }
}

/** The responses of the server, by procedure and input. */
export const queryClient: QueryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => !import.meta.env.SSR && failures < 1 && isPassing(error),
      retryDelay: 400,
      // A paused query would look as if it loaded forever. An error offers to try again.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** Repeats all failed queries of the page. */
export async function retryFailed(): Promise<void> {
  await queryClient.refetchQueries({
    type: 'active',
    predicate: ({ state }) => state.status === 'error' && state.data === undefined,
  })
}

/** The procedures of the server, to call them directly. */
export const client = createTRPCClient<AppRouter>({
  links: [
    () =>
      ({ op, next }) =>
        next(op).pipe(tap({ error: noticeEnd })),
    () =>
      ({ op, next }) =>
        next(op.type === 'mutation' ? { ...op, context: { ...op.context, idempotencyKey: newIdempotencyKey() } } : op),
    // A mutation without a response is sent again with the same key, so the server carries it out once.
    retryLink({
      retry: ({ op, error, attempts }) =>
        op.type === 'mutation' && attempts <= 1 && !op.signal?.aborted && (error.data?.httpStatus ?? 503) === 503,
      retryDelayMs: () => 400,
    }),
    import.meta.env.SSR
      ? inProcessLink
      : splitLink({
          // Encoded, a character may take up to nine; a URL and the headers have 16 KiB together.
          condition: ({ input }) => (JSON.stringify(input) ?? '').length > 800,
          true: httpLink({ url: '/trpc', methodOverride: 'POST', headers: ({ op }) => idempotencyHeader([op]) }),
          // The server takes at most 20 calls in a batch.
          false: httpBatchLink({
            url: '/trpc',
            maxItems: 20,
            maxURLLength: 8_000,
            headers: ({ opList }) => idempotencyHeader(opList),
          }),
        }),
  ],
})

/** The procedures of the server, as options for TanStack Query. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })

/** The next page of a list starts at the cursor that came with this one. */
export const byCursor = { getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor }
