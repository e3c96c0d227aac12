import { brotliCompress, brotliCompressSync, constants, gzip, gzipSync } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import type { FastifyInstance } from 'fastify'

/** Shorter responses fit in one packet as they are. */
const MIN_LENGTH = 1024
/** Longer responses are compressed in another thread. For others, the way there and back costs more. */
const MAX_SYNC_LENGTH = 8 * 1024

const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }
const deflate = { level: 1 }

/**
 * Compresses the responses of calls for callers that accept it: fast rather than small, because no response is sent twice.
 * A stream is not compressed: its parts would wait for each other. The hooks of `@fastify/compress` take as long for
 * a response that needs no compression as all other hooks together.
 */
export function compressResponses(scope: FastifyInstance): void {
  scope.addHook('onSend', (request, reply, payload, done) => {
    const accepted = request.headers['accept-encoding']
    if (accepted === undefined || typeof payload !== 'string' || payload.length < MIN_LENGTH) return done(null, payload)
    const encoding = negotiate(String(accepted), ['br', 'gzip'])
    if (!encoding) return done(null, payload)
    reply.header('content-encoding', encoding)
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
    if (payload.length <= MAX_SYNC_LENGTH)
      done(null, encoding === 'br' ? brotliCompressSync(payload, brotli) : gzipSync(payload, deflate))
    else if (encoding === 'br') brotliCompress(payload, brotli, done)
    else gzip(payload, deflate, done)
  })
}
