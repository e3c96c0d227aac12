import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { serve } from '@trellis/host/serve'

const root = fileURLToPath(new URL('../web/dist', import.meta.url))
const policy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

serve('harbour', async () => {
  const [{ domain }, { default: serveFiles }] = await Promise.all([import('./domain.ts'), import('@fastify/static')])
  return {
    domain,
    command: new URL('trellis.ts', import.meta.url),
    // The built page at `/`. While it is developed, `npm run web` serves it.
    pages: async (app) => {
      if (!existsSync(root)) return
      await app.register(serveFiles, {
        root,
        wildcard: false,
        setHeaders: (reply, path) => {
          reply.header('content-security-policy', policy)
          // Built files carry a hash of their content in their name.
          reply.header(
            'cache-control',
            /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
          )
        },
      })
    },
  }
})
