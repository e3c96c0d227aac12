import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import './theme/mantine.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRouter, type RouterHistory, RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { PageCrash } from './layout/page-crash.tsx'
import { PageMissing } from './layout/page-missing.tsx'
import { RenderedAt } from './layout/rendered-at.ts'
import { routeTree } from './routeTree.gen.ts'
import { cssVariables, theme } from './theme/theme.ts'
import { queryClient } from './trpc.ts'

/** The router of the app: in a browser with its history, on a server with that of one page. */
export function routerOf(options: { history?: RouterHistory; scrollRestoration?: boolean }) {
  return createRouter({
    ...options,
    routeTree,
    // The code and data of a page are loaded when the pointer or the focus reaches its link. TanStack Query is the cache.
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultNotFoundComponent: () => <PageMissing />,
    defaultErrorComponent: PageCrash,
  })
}

type AppRouter = ReturnType<typeof routerOf>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}

/** The whole app. `renderedAt` is when a server rendered the page, in milliseconds. */
export function App({ router, renderedAt }: { router: AppRouter; renderedAt?: number | undefined }) {
  return (
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
          <RenderedAt value={renderedAt}>
            <RouterProvider router={router} />
          </RenderedAt>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>
  )
}
