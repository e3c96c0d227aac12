import type { AppRouter } from '@trellis/api'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { SERVICE_KEY } from './server.ts'

/** Calls procedures as a service, which may do anything: to make what a test looks at. */
export function serviceOf(url: string) {
  const headers = { authorization: `Bearer ${SERVICE_KEY}` }
  return createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: `${url}/trpc`, maxItems: 20, headers })] })
}
