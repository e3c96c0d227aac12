import { serve } from '@trellis/host/serve'

serve('harbour', async () => ({
  domain: (await import('./domain.ts')).domain,
  command: new URL('trellis.ts', import.meta.url),
}))
