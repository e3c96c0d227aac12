import { createRoot, hydrateRoot } from 'react-dom/client'
import { App, routerOf } from './app.tsx'
import { keepPositionOnReload } from './layout/reload-position.ts'
import { renderedPage } from './rendered-page.ts'
import { watchViewer } from './viewer.ts'

keepPositionOnReload()
watchViewer()

const router = routerOf({ scrollRestoration: true })
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

if (renderedPage) {
  const { at } = renderedPage
  // As on the server: without a boundary for what is loading around the page.
  router.ssr = { manifest: undefined }
  // Once the code of the page is there, so that the page stays as it is.
  void router.load().then(() => hydrateRoot(root, <App router={router} renderedAt={at} />))
} else {
  createRoot(root).render(<App router={router} />)
}
