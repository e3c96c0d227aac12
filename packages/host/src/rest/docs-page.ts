import { createHash } from 'node:crypto'
import compress from '@fastify/compress'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyInstance } from 'fastify'

/**
 * The interactive reference of the REST routes at `/docs`: Scalar, whose files come from its package. "Try it" sends the
 * session cookie of the signed-in user, or the entered key.
 */
export async function docsPage(app: FastifyInstance, product: string): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(compress, { encodings: ['gzip'] })
    scope.addHook('onSend', async (_, reply, payload) => {
      if (typeof payload === 'string') reply.header('content-security-policy', policyFor(payload))
      return payload
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
