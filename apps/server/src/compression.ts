import { constants } from 'node:zlib'
import type { FastifyCompressOptions } from '@fastify/compress'

/**
 * The compression of responses of calls, for callers that accept it: fast rather than small, because no response is sent
 * twice. Each part of a stream is sent at once.
 */
export const compression: FastifyCompressOptions = {
  encodings: ['br', 'gzip'],
  threshold: 1024,
  customTypes: /^application\/(problem\+)?json$/,
  brotliOptions: {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
    flush: constants.BROTLI_OPERATION_FLUSH,
  },
  zlibOptions: { level: 1, flush: constants.Z_SYNC_FLUSH },
}
