import { serve } from '@trellis/host/serve'

serve('trellis', async () => {
  const [{ blog }, { webApp }, { welcome }] = await Promise.all([
    import('@trellis/api/domain'),
    import('./web-app.ts'),
    import('./welcome.ts'),
  ])
  return { domain: blog, pages: webApp, welcome, command: new URL('../../cli/src/main.ts', import.meta.url) }
})
