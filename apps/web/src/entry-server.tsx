import { createMemoryHistory } from '@tanstack/react-router'
import { renderToString } from 'react-dom/server.edge'
import { App, routerOf } from './app.tsx'
import { answerWith, type Call } from './in-process.ts'
import type { RenderedPage } from './rendered-page.ts'
import { queryClient } from './trpc.ts'
import { viewerOptions } from './viewer.ts'

/**
 * Reads the page at an address of the app, and passes it to `use` with a function that renders it. The responses are in one
 * cache for all pages: call it for one page at a time. Nothing is passed for an address that the app would change, and for a
 * page of which a part could not be read.
 */
export async function withPage<Result>(
  href: string,
  signedIn: boolean,
  call: Call,
  use: (page: RenderedPage, html: () => string) => Result,
): Promise<Result | undefined> {
  answerWith(call)
  try {
    const router = routerOf({ history: createMemoryHistory({ initialEntries: [href] }) })
    await router.load()
    const queries = queryClient.getQueryCache().getAll()
    await Promise.allSettled(queries.map((query) => query.promise))
    if (router.state.matches.length === 0 || queries.some(({ state }) => state.status !== 'success')) return undefined
    // Who is signed in is not known here.
    if (signedIn) queryClient.removeQueries(viewerOptions)
    const page: RenderedPage = {
      // To the minute, so that the same responses are the same page for a while.
      at: Math.floor(Date.now() / 60_000) * 60_000,
      signedIn,
      queries: queryClient
        .getQueryCache()
        .getAll()
        .map(({ queryKey, state }) => [queryKey, state.data]),
    }
    return use(page, () => renderToString(<App router={router} renderedAt={page.at} />))
  } finally {
    queryClient.clear()
  }
}
