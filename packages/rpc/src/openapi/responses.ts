import { STATUS_CODES } from 'node:http'
import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { PROBLEM_JSON } from '../rest/index.ts'
import { reference } from './schemas.ts'

type Code = TRPCError['code']

/** The problem of RFC 9457 with additional fields. */
export function problemSchema(reasons: readonly string[]): object {
  const text = { type: 'string' }
  return {
    description: 'The error (RFC 9457).',
    type: 'object',
    properties: {
      type: text,
      title: { ...text, description: 'The name of the status.' },
      status: { type: 'integer' },
      detail: { ...text, description: 'The message for people.' },
      reason: {
        description: 'The machine-readable reason; null if there is only the status.',
        anyOf: [{ type: 'string', enum: reasons }, { type: 'null' }],
      },
      fields: {
        description: 'Messages by the name of the parameter or the path of the field in the body.',
        anyOf: [{ type: 'object', additionalProperties: text }, { type: 'null' }],
      },
      current: { description: 'For `STALE`: the row as it is now.' },
    },
    required: ['type', 'title', 'status', 'detail', 'reason', 'fields'],
  }
}

const problem = (description: string, headers?: object) => ({
  description,
  ...(headers && { headers }),
  content: { [PROBLEM_JSON]: { schema: reference('Problem') } },
})

type SharedResponse = 'PayloadTooLarge' | 'UnsupportedMediaType' | 'TooManyRequests' | 'Unavailable' | 'Unexpected'

const retryAfter = { 'retry-after': { description: 'Seconds to wait.', schema: { type: 'integer' } } }

/** The responses that every operation can have, by their name among the document's components. */
export const sharedResponses: Readonly<Record<SharedResponse, object>> = {
  PayloadTooLarge: problem('The body is too large.'),
  UnsupportedMediaType: problem('The body is not JSON.'),
  TooManyRequests: problem('The caller has exceeded the rate limit: `RATE_LIMITED`.', retryAfter),
  Unavailable: problem('The database is unavailable, or the server is overloaded.', retryAfter),
  Unexpected: problem('Any other problem.'),
}

/** A reference to one of them. */
export function sharedResponse(name: SharedResponse): object {
  return { $ref: `#/components/responses/${name}` }
}

/** The problems of an operation by status, with the reasons that each can have. */
export function problemResponses(
  reasons: readonly string[],
  codes: Readonly<Record<string, { readonly code: string }>>,
): Record<string, object> {
  const byStatus = Map.groupBy(reasons, (reason) => statusOf(codes[reason]?.code))
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => {
      const reason = { enum: [...own, null] }
      return [
        status,
        {
          description: `${STATUS_CODES[status]}: ${own.map((one) => `\`${one}\``).join(', ')}`,
          content: { [PROBLEM_JSON]: { schema: { allOf: [reference('Problem'), { properties: { reason } }] } } },
        },
      ]
    }),
  )
}

function statusOf(code: string | undefined): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: code as Code }))
}
