import type { AnyTRPCProcedure } from '@trpc/server'
import { TRPCError } from '@trpc/server'
import type { TRPCRequestInfo } from '@trpc/server/http'
import type { FastifyRequest } from 'fastify'
import type { RouterConfig } from './internals/router.ts'
import { typeOf } from './internals/router.ts'
import { parseRequestUrl } from './request-url.ts'

/**
 * The inputs of the calls of one request, parsed when the first of them is read. A procedure without an input never
 * reads them.
 *
 * @param json the text that was sent, if any.
 * @param batchSize `undefined` for a single call.
 */
export function inputsOf(json: string | undefined, { transformer }: RouterConfig, batchSize: number | undefined) {
  let values: readonly unknown[] | undefined
  let error: TRPCError | undefined

  function parse(): readonly unknown[] {
    if (json === undefined) return []
    const sent: unknown = JSON.parse(json)
    if (batchSize === undefined) return [transformer.input.deserialize(sent)]
    if (!isRecord(sent)) {
      const message = '"input" needs to be an object when doing a batch call'
      throw new TRPCError({ code: 'BAD_REQUEST', message })
    }
    return Array.from({ length: batchSize }, (_, index) =>
      sent[index] === undefined ? undefined : transformer.input.deserialize(sent[index]),
    )
  }

  return {
    /** The input of the call at `index`. Invalid inputs throw the same error each time they are read. */
    read: (index: number): unknown => {
      if (error) throw error
      try {
        values ??= parse()
      } catch (cause) {
        error = asBadRequest(cause)
        throw error
      }
      return values[index]
    },
    /** The input of the call at `index` if the inputs were read before, else `undefined`. */
    peek: (index: number): unknown => values?.[index],
  }
}

function isRecord(value: unknown): value is Record<number, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asBadRequest(cause: unknown): TRPCError {
  if (cause instanceof TRPCError) return cause
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: cause instanceof Error ? cause.message : 'Invalid input',
    cause,
  })
}

/** One procedure call of a request. Its functions are not methods: tRPC copies them to other objects. */
export type PlainCall = TRPCRequestInfo['calls'][number] & { readonly procedure: AnyTRPCProcedure }

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
