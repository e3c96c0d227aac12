import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

const compress = promisify(gzip)

/** The texts of the page and of its script never change: each is compressed once. */
interface File {
  readonly policy: string
  readonly gzipped: Promise<Buffer>
}

/**
 * The interactive reference of the REST routes at `/docs`: Scalar, whose files come from its package. "Try it" sends the
 * session cookie of the signed-in user, or the entered key.
 */
export async function docsPage(app: FastifyInstance, product: string): Promise<void> {
  await app.register(async (scope) => {
    const files = new Map<string, File>()
    scope.addHook('onSend', async (request, reply, payload) => {
      const { url } = request.routeOptions
      if (typeof payload !== 'string' || reply.statusCode !== 200 || !url) return payload
      const isPage = String(reply.getHeader('content-type')).startsWith('text/html')
      const file = files.get(url) ?? { policy: policyFor(isPage ? payload : ''), gzipped: compress(payload) }
      files.set(url, file)
      reply.header('content-security-policy', file.policy).header('vary', 'accept-encoding')
      if (!negotiate(request.headers['accept-encoding'] ?? '', ['gzip'])) return payload
      reply.header('content-encoding', 'gzip')
      return file.gzipped
    })
    await scope.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        pageTitle: `${product} API`,
        url: '/api/openapi.json',
        // Nothing is loaded from, or sent to, another host.
        withDefaultFonts: false,
        telemetry: false,
        showDeveloperTools: 'never',
        agent: { disabled: true },
        mcp: { disabled: true },
        hideClientButton: true,
      },
    })
  })
}

/** A policy that lets the page run its own inline script, by its hash, and nothing else that is inline. */
function policyFor(page: string): string {
  const hashes = [...page.matchAll(/<script(?: type="[^"]*")?>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'self'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
