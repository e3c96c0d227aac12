import { QueryClient } from '@tanstack/react-query'
import type { AppRouter } from '@trellis/api'
import { createTRPCClient, httpBatchLink, httpLink, isTRPCClientError, splitLink } from '@trpc/client'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'

/** Whether asking again may help: the server was not reached, or had a fault of its own. */
function isPassing(error: Error): boolean {
  return !isTRPCClientError<AppRouter>(error) || (error.data?.httpStatus ?? 500) >= 500
}

/** Everything the server told, by procedure and input. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 1 && isPassing(error),
      retryDelay: 400,
      // A paused query looks as if it were loading for ever: rather fail, and offer to try again.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})

/** Asks again for everything on the page that could not be loaded: what failed together comes back together. */
export async function retryFailed(): Promise<void> {
  await queryClient.refetchQueries({
    type: 'active',
    predicate: ({ state }) => state.status === 'error' && state.data === undefined,
  })
}

const client = createTRPCClient<AppRouter>({
  links: [
    splitLink({
      // Encoded, a character may take up to nine; a URL and the headers have 16 KiB together.
      condition: ({ input }) => (JSON.stringify(input) ?? '').length > 800,
      true: httpLink({ url: '/trpc', methodOverride: 'POST' }),
      // The server takes at most 20 calls in a batch.
      false: httpBatchLink({ url: '/trpc', maxItems: 20, maxURLLength: 8_000 }),
    }),
  ],
})

/** The procedures of the server, as options for TanStack Query. */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient })
