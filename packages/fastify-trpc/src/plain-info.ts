import type { AnyTRPCProcedure } from '@trpc/server'
import type { TRPCRequestInfo } from '@trpc/server/http'
import type { FastifyRequest } from 'fastify'
import type { Inputs } from './inputs.ts'
import { typeOf } from './internals/router.ts'
import { parseRequestUrl } from './request-url.ts'

/** One procedure call of a request. */
export class PlainCall {
  readonly path: string
  readonly procedure: AnyTRPCProcedure
  readonly batchIndex: number
  readonly getRawInput: () => Promise<unknown>
  readonly result: () => unknown

  constructor(path: string, procedure: AnyTRPCProcedure, batchIndex: number, inputs: Inputs) {
    this.path = path
    this.procedure = procedure
    this.batchIndex = batchIndex
    // Arrow functions, not methods: tRPC copies them to other objects, and middlewares destructure them.
    this.getRawInput = async () => inputs.read(batchIndex)
    this.result = () => inputs.peek(batchIndex)
  }
}

/** The information about a request that tRPC passes to `createContext` and `responseMeta`. */
export class PlainInfo implements TRPCRequestInfo {
  readonly accept = null
  readonly connectionParams = null
  readonly type: TRPCRequestInfo['type']
  readonly isBatchCall: boolean
  readonly calls: PlainCall[]
  readonly signal: AbortSignal
  readonly #raw: FastifyRequest['raw']
  #url: URL | null | undefined

  constructor(isBatchCall: boolean, calls: PlainCall[], signal: AbortSignal, raw: FastifyRequest['raw']) {
    this.type = calls[0] ? typeOf(calls[0].procedure) : 'unknown'
    this.isBatchCall = isBatchCall
    this.calls = calls
    this.signal = signal
    this.#raw = raw
  }

  /** Parsed when it is first read: most contexts never read it. */
  get url(): URL | null {
    if (this.#url === undefined) this.#url = parseRequestUrl(this.#raw)
    return this.#url
  }
}
