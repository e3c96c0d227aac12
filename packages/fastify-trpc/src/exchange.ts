import { getTRPCErrorFromUnknown, TRPCError, transformTRPCResponse } from '@trpc/server'
import type { TRPCErrorShape, TRPCResponse } from '@trpc/server/rpc'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HandlerOptions } from './answer-head.ts'
import { AnswerHead } from './answer-head.ts'
import { failure, invoke } from './internals/invoke.ts'
import { configOf, errorShapeOf, type RouterConfig, typeOf } from './internals/router.ts'
import type { PlainCall, PlainInfo } from './plain-info.ts'

/** The payload to send. */
export type Payload = string | Response

/** The result of a call. */
interface Outcome {
  readonly call: PlainCall
  readonly error: TRPCError | undefined
  readonly data: unknown
}

/** One request and its response: sets the status and the headers of the reply, and returns the payload. */
export class Exchange {
  readonly #options: HandlerOptions
  readonly #request: FastifyRequest
  readonly #reply: FastifyReply
  readonly #info: PlainInfo | undefined
  readonly #head: AnswerHead
  #ctx: unknown
  #ctxError: ReturnType<typeof failure> | undefined

  /** Without `info`, which has the calls, a request can only be rejected. */
  constructor(options: HandlerOptions, request: FastifyRequest, reply: FastifyReply, info: PlainInfo | undefined) {
    this.#options = options
    this.#request = request
    this.#reply = reply
    this.#info = info
    this.#head = new AnswerHead(options, info)
  }

  /** Calls the procedures and responds with their results. */
  async answer(info: PlainInfo, path: string): Promise<Payload> {
    const options = this.#options
    try {
      // The official adapter passes more than its types declare.
      const given = { ...options, req: this.#request, res: this.#reply, path, info }
      this.#ctx = await options.createContext?.(given)
    } catch (cause) {
      this.#ctxError = failure(cause)
    }
    try {
      // As in tRPC: a batch is known to be JSON before its calls, a single response only after its call.
      this.#head.isJson = info.isBatchCall
      const [call] = info.calls
      const outcomes =
        call && !info.isBatchCall
          ? [await this.#run(call, info.signal)]
          : await Promise.all(info.calls.map((call) => this.#run(call, info.signal)))
      this.#head.isJson = true
      return this.#conclude(outcomes, info.isBatchCall)
    } catch (cause) {
      return this.refuse(cause)
    }
  }

  /** Responds to the whole request with one error. */
  refuse(cause: unknown): Payload {
    const error = getTRPCErrorFromUnknown(cause)
    const about = { error, path: undefined, input: undefined, ctx: this.#ctx, type: this.#info?.type ?? 'unknown' }
    this.#options.onError?.({ ...about, req: this.#request })
    return this.#send([{ error: errorShapeOf(this.#options.router, about) }], [error], false)
  }

  async #run(call: PlainCall, signal: AbortSignal): Promise<Outcome> {
    const { path, batchIndex, getRawInput } = call
    const type = typeOf(call.procedure)
    const ctx = this.#ctx
    const result =
      this.#ctxError ?? (await invoke(call.procedure, { path, getRawInput, ctx, type, signal, batchIndex }))
    if (result.ok) return { call, error: undefined, data: result.data }
    const { error } = result
    this.#options.onError?.({ error, path, input: call.result(), ctx, type, req: this.#request })
    return { call, error, data: undefined }
  }

  #conclude(outcomes: readonly Outcome[], isBatchCall: boolean): Payload {
    const responses: TRPCResponse[] = []
    const errors: TRPCError[] = []
    for (const { call, error, data } of outcomes) {
      const refusal = error ?? (isStreamLike(data) ? streamRefused() : undefined)
      // As in tRPC: a single stream fails the request and is reported to `onError`; in a batch only that call fails.
      if (refusal !== error && !isBatchCall) throw refusal
      if (refusal) errors.push(refusal)
      responses.push(refusal ? { error: this.#shapeOf(refusal, call) } : { result: { data } })
    }
    return this.#send(responses, errors, isBatchCall)
  }

  #shapeOf(error: TRPCError, { path, procedure, result }: PlainCall): TRPCErrorShape {
    return errorShapeOf(this.#options.router, { error, path, ctx: this.#ctx, input: result(), type: typeOf(procedure) })
  }

  #send(responses: TRPCResponse[], errors: TRPCError[], isBatchCall: boolean): Payload {
    const status = this.#head.compose(responses, errors, this.#ctx)
    const items = responses.map((response) => transform(configOf(this.#options.router), response))
    const body = JSON.stringify(isBatchCall ? items : items[0])
    return this.#head.finish(this.#reply, status, body)
  }
}

/**
 * Does the same as `transformTRPCResponse`, whose copies are slow: most routers have no transformer and need no copy.
 */
function transform(config: RouterConfig, response: TRPCResponse): unknown {
  if ('error' in response) return transformTRPCResponse(config, response)
  const { data } = response.result
  const transformed: unknown = config.transformer.output.serialize(data)
  return data === transformed ? response : { ...response, result: { ...response.result, data: transformed } }
}

function streamRefused(): TRPCError {
  return new TRPCError({
    code: 'UNSUPPORTED_MEDIA_TYPE',
    message: 'Cannot use stream-like response in non-streaming request - use httpBatchStreamLink',
  })
}

/**
 * Whether a result is a stream, or an object that contains a promise or a stream. JSON cannot represent these, and tRPC
 * rejects them.
 */
function isStreamLike(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return isAsyncIterable(value) || Object.values(value).some(isPromiseOrAsyncIterable)
}

function isPromiseOrAsyncIterable(value: unknown): boolean {
  if (typeof value === 'function') return isPromise(value)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return isPromise(value) || isAsyncIterable(value)
}

function isPromise(value: object): boolean {
  return 'then' in value && typeof value.then === 'function' && 'catch' in value && typeof value.catch === 'function'
}

function isAsyncIterable(value: object): boolean {
  return Symbol.asyncIterator in value
}
