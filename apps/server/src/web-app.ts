import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import helmet from '@fastify/helmet'
import serveFiles from '@fastify/static'
import type { Store } from '@trellis/db'
import type { PageOptions } from '@trellis/host'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Renderer } from './pages/renderer.ts'
import { pageRoutes } from './pages/routes.ts'

const root = fileURLToPath(new URL('../../web/dist/client', import.meta.url))
/** The program of the thread that renders pages of the app. */
const program = new URL('../../web/dist/server/', import.meta.url)

/** The built web app at `/`. Every path that is not a file gets its HTML too: the app has its own routes. */
export async function webApp(
  app: FastifyInstance,
  store: Store,
  { env, log, secure, urlOf }: PageOptions,
): Promise<void> {
  if (!existsSync(root)) {
    app.get('/', (_, reply) => reply.type('text/plain').send('The web app is not built. Run: pnpm build\n'))
    return
  }
  const html = readFileSync(join(root, 'index.html'), 'utf8')
  const inline = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text = '']) => `'sha256-${hash(text)}'`)
  await app.register(async (scope) => {
    await scope.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          'script-src': ["'self'", ...inline],
          'style-src': ["'self'", "'unsafe-inline'"],
          'img-src': ["'self'", 'data:', 'https:'],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          ...(secure && { 'upgrade-insecure-requests': [] }),
        },
      },
      strictTransportSecurity: secure,
      // Every response has them.
      xContentTypeOptions: false,
      xFrameOptions: false,
      referrerPolicy: false,
      crossOriginOpenerPolicy: false,
    })
    await scope.register(compress, {
      encodings: ['br', 'gzip'],
      brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } },
    })
    await scope.register(serveFiles, {
      root,
      wildcard: false,
      index: false,
      // The build compresses them.
      preCompressed: true,
      setHeaders: (reply, path) => {
        // Built files carry a hash of their content in their name.
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')
      },
    })
    const renderer = new Renderer(new URL('page-thread.js', program), env.WORKER_TIMEOUT_SECONDS * 1_000, (err) =>
      log.error({ err }, 'page not rendered'),
    )
    scope.addHook('onClose', () => renderer.close())
    const sendPage = pageRoutes(scope, store, html, renderer, urlOf)
    scope.get('/*', (request, reply) => {
      if (isPage(request)) return sendPage(request, reply)
      return request.url === '/' ? reply.send(directory) : notFound(request, reply)
    })
  })
}

const hash = (text: string) => createHash('sha256').update(text).digest('base64')

/** The response of `/` to programs. */
const directory = { name: 'Trellis', docs: '/docs', openapi: '/api/openapi.json', rest: '/api', trpc: '/trpc' }

function isPage({ url, headers }: FastifyRequest): boolean {
  return !/^\/(api|trpc|health|assets)(\/|$)/.test(url) && (headers.accept ?? '*/*').match(/text\/html|\*\/\*/) !== null
}

function notFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ message: `There is nothing at ${request.url.split('?')[0]}` })
}
