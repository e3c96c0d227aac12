import { errorShapeOf } from '@trellis/fastify-trpc'
import { commonError, commonReasons as reasons } from '@trellis/rpc/errors'
import { problem } from '@trellis/rpc/rest'
import { sendProblem } from '@trellis/rpc/rest/fastify'
import { type AnyTRPCRouter, TRPCError } from '@trpc/server'
import type { FastifyReply, FastifyRequest } from 'fastify'

const codes: Record<number, TRPCError['code']> = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
}

/** Answers an error that arose before any procedure ran, such as a body over the limit. */
export type AnswerError = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  message: string,
) => FastifyReply

/**
 * The answers to errors: below `/trpc` in the form of tRPC's errors, which tRPC clients understand, and below `/api` as a
 * problem. The message of a server error is masked.
 */
export const errorAnswers =
  (router: AnyTRPCRouter): AnswerError =>
  (request, reply, status, message) => {
    const reason = status === 503 ? 'UNAVAILABLE' : status === 429 ? 'RATE_LIMITED' : undefined
    const shown =
      status === 503 ? reasons.UNAVAILABLE.message : status >= 500 ? 'Something went wrong on our side.' : message
    if (/^\/api\/(?!auth\/)/.test(request.url)) return sendProblem(reply, problem(status, shown, reason))
    if (!request.url.startsWith('/trpc/')) return reply.code(status).send({ code: reason, message: shown })
    const error = reason
      ? commonError(reason, { message: shown })
      : new TRPCError({
          code: codes[status] ?? (status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST'),
          message: shown,
        })
    const call = { type: 'unknown', path: undefined, input: undefined, ctx: undefined } as const
    const shape = errorShapeOf(router, { error, ...call })
    return reply.code(status).send({ error: shape })
  }
