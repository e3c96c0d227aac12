import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import type { FastifyInstance } from 'fastify'

/**
 * Compresses the responses of calls for callers that accept it: fast rather than small, because no response is sent twice.
 * A stream is not compressed: its parts would wait for each other.
 */
export async function compressResponses(scope: FastifyInstance): Promise<void> {
  scope.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request
    if (headers['trpc-accept'] !== undefined || headers.accept?.includes('application/jsonl'))
      headers['x-no-compression'] = 'stream'
    done()
  })
  await scope.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    customTypes: /^application\/(problem\+)?json$/,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } },
    zlibOptions: { level: 1 },
  })
}
