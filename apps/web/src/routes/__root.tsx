import { createRootRoute, Outlet } from '@tanstack/react-router'
import { useArrival } from '../layout/arrival.ts'
import { Footer } from '../layout/footer.tsx'
import { Header } from '../layout/header.tsx'
import classes from '../layout/page.module.css'
import { SessionEnded } from '../layout/session-ended.tsx'
import { renderedPage } from '../rendered-page.ts'
import { queryClient } from '../trpc.ts'
import { viewerOptions } from '../viewer.ts'

export const Route = createRootRoute({
  loader: () => {
    // Not awaited, so that it is sent in one batch with the queries of the page; after a rendered page is taken over if there is one.
    if (!renderedPage) void queryClient.prefetchQuery(viewerOptions)
  },
  component: Root,
})

function Root() {
  const main = useArrival()
  return (
    <>
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      <Header />
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
      <Footer />
      <SessionEnded />
    </>
  )
}
