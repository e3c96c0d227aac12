import type { AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { FastifyHandlerOptions } from '@trpc/server/adapters/fastify'
import type { TRPCRequestInfo } from '@trpc/server/http'
import { getHTTPStatusCode } from '@trpc/server/http'
import type { TRPCResponse } from '@trpc/server/rpc'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** The options of the host, for a router of any type. */
export type HandlerOptions = FastifyHandlerOptions<AnyTRPCRouter, FastifyRequest, FastifyReply>

const vary = 'trpc-accept, accept'
const json = 'application/json'

/** The status and the headers of a response, as tRPC sets them and `responseMeta` changes them. */
export class AnswerHead {
  /** Whether the response is known to be JSON. tRPC sends earlier errors as text. */
  isJson = false
  readonly #options: HandlerOptions
  readonly #info: TRPCRequestInfo | undefined
  #headers: Headers | undefined

  constructor(options: HandlerOptions, info: TRPCRequestInfo | undefined) {
    this.#options = options
    this.#info = info
  }

  /** Determines the status of a response, and calls `responseMeta` for the host's status and headers. */
  compose(responses: TRPCResponse[], errors: TRPCError[], ctx: unknown): number {
    const status = errors.length === 0 ? 200 : getHTTPStatusCode(responses)
    if (!this.#options.responseMeta) return status
    const info = this.#info
    const meta =
      this.#options.responseMeta({
        ctx,
        info,
        paths: info?.calls.map((call) => call.path),
        data: responses,
        errors,
        eagerGeneration: false,
        type: info?.type ?? 'unknown',
      }) ?? {}
    if (meta.headers) this.#add(meta.headers)
    return meta.status || status
  }

  /**
   * Sets the status and the headers of the reply. Returns the payload: the body, or a `Response` where one is needed.
   */
  finish(reply: FastifyReply, status: number, body: string): string | Response {
    const headers = this.#headers
    if (!canHaveBody(status) || (headers && headers.get('content-type') !== json)) {
      // Throws the same error as the official adapter for a status without a body. Fastify does not change its type.
      return new Response(body, { status, headers: headers ?? this.#ownHeaders() })
    }
    reply.code(status).serializer(passText)
    if (headers) for (const [name, value] of headers) reply.header(name, value)
    else reply.header('content-type', this.isJson ? json : 'text/plain;charset=UTF-8').header('vary', vary)
    return body
  }

  #ownHeaders(): Headers {
    return new Headers(this.isJson ? { vary, 'content-type': json } : { vary })
  }

  #add(headers: NonNullable<ReturnType<NonNullable<HandlerOptions['responseMeta']>>['headers']>): void {
    this.#headers ??= this.#ownHeaders()
    if (headers instanceof Headers) {
      for (const [name, value] of headers) this.#headers.append(name, value)
      return
    }
    for (const [name, value] of Object.entries(headers)) {
      if (typeof value === 'string') this.#headers.set(name, value)
      else for (const item of value ?? []) this.#headers.append(name, item)
    }
  }
}

function canHaveBody(status: number): boolean {
  return (
    Number.isInteger(status) && status >= 200 && status <= 599 && status !== 204 && status !== 205 && status !== 304
  )
}

/**
 * Prevents Fastify from adding a charset to the content type of serialized JSON. Only the payload of an error handler
 * after a failed `onSend` hook is not text.
 */
function passText(this: FastifyReply, payload: unknown): string {
  if (typeof payload === 'string') return payload
  if (!this.hasHeader('content-type')) this.type('application/json; charset=utf-8')
  return JSON.stringify(payload)
}
