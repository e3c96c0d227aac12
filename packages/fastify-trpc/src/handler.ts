import { type AnyTRPCRouter, TRPCError } from '@trpc/server'
import { fastifyRequestHandler as officialRequestHandler } from '@trpc/server/adapters/fastify'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { HandlerOptions } from './answer-head.ts'
import { Exchange, type Payload } from './exchange.ts'
import { recognise } from './recognise.ts'
import { hasValidUrl } from './request-url.ts'

/** Handles a request. Resolves to the payload, or to `undefined` when the official adapter has sent the response. */
export function handle(
  options: HandlerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<Payload | undefined> {
  const info = hasValidUrl(request.raw) ? recognise(options, request, reply, path) : undefined
  if (info) return new Exchange(options, request, reply, info).answer(info, path)
  return handOn(options, request, reply, path)
}

async function handOn(
  options: HandlerOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  path: string,
): Promise<Payload | undefined> {
  // The official adapter throws on these, so that a mistake of the client becomes a 500.
  const refuse = (code: 'BAD_REQUEST' | 'METHOD_NOT_SUPPORTED', message: string) =>
    new Exchange(options, request, reply, undefined).refuse(new TRPCError({ code, message }))
  if (!hasValidUrl(request.raw)) return refuse('BAD_REQUEST', 'Invalid URL')
  if (request.method === 'TRACE') return refuse('METHOD_NOT_SUPPORTED', 'No TRACE-requests')
  await officialRequestHandler({ ...options, req: request, res: reply, path })
  return undefined
}

/**
 * Handles one request on your own route, with the options of tRPC's `fastifyRequestHandler`.
 *
 * @example
 * ```ts
 * fastify.all<{ Params: { path: string } }>('/trpc/:path', (req, res) =>
 *   fastifyRequestHandler({ router, createContext, req, res, path: req.params.path }),
 * )
 * ```
 */
export function fastifyRequestHandler<
  TRouter extends AnyTRPCRouter,
  TRequest extends FastifyRequest,
  TResponse extends FastifyReply,
>(options: RequestHandlerOptions<TRouter, TRequest, TResponse>): Promise<void>
export async function fastifyRequestHandler(
  options: RequestHandlerOptions<AnyTRPCRouter, FastifyRequest, FastifyReply>,
): Promise<void> {
  const { req, res, path } = options
  const payload = await handle(options, req, res, path)
  if (payload !== undefined) await res.send(payload)
}

type RequestHandlerOptions<
  TRouter extends AnyTRPCRouter,
  TRequest extends FastifyRequest,
  TResponse extends FastifyReply,
> = Parameters<typeof officialRequestHandler<TRouter, TRequest, TResponse>>[0]
