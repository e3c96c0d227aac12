import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import '@mantine/core/styles.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { createRouter, RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PageCrash } from './layout/page-crash.tsx'
import { PageMissing } from './layout/page-missing.tsx'
import { keepPositionOnReload } from './layout/reload-position.ts'
import { routeTree } from './routeTree.gen.ts'
import { cssVariables, theme } from './theme/theme.ts'
import { queryClient } from './trpc.ts'

const router = createRouter({
  routeTree,
  // The code and data of a page are loaded when the pointer or the focus reaches its link. TanStack Query is the cache.
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultNotFoundComponent: () => <PageMissing />,
  defaultErrorComponent: PageCrash,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

keepPositionOnReload()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <RouterProvider router={router} />
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
)
