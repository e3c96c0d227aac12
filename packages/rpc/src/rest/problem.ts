import { STATUS_CODES } from 'node:http'
import { z } from 'zod'
import { describeFields } from '../errors.ts'

/** The content type of a problem. */
export const PROBLEM_JSON = 'application/problem+json'

/** The error of a REST response (RFC 9457), with the properties that the router's error formatter adds to `data`. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  /** The machine-readable reason, if there is one. */
  readonly reason: string | null
  /** Messages by input path. */
  readonly fields: Record<string, string> | null
}

/** The tRPC response for an error. */
const shapeSchema = z.object({
  message: z.string(),
  data: z.looseObject({
    httpStatus: z.number(),
    reason: z.string().nullish(),
    fields: z.record(z.string(), z.string()).nullish(),
  }),
})

/** Creates a problem from the shape of a tRPC error. */
export function problemOf(shape: unknown): Problem {
  const { message, data } = shapeSchema.parse(shape)
  const { httpStatus, reason = null, fields = null, code: _code, path: _path, stack: _stack, ...rest } = data
  return {
    ...problem(httpStatus, fields && httpStatus === 400 ? describeFields(fields) : message, reason, fields),
    ...rest,
  }
}

/** Creates a problem from its parts. */
export function problem(
  status: number,
  detail: string,
  reason: string | null = null,
  fields: Record<string, string> | null = null,
): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, reason, fields }
}

/** The problem (RFC 9457) that answers a request with invalid parameters. */
export function invalidInput(problems: ReadonlyMap<string, string>): Problem {
  const fields = Object.fromEntries(problems)
  return problem(400, describeFields(fields), 'INVALID_INPUT', fields)
}

/** The same problem with another status. */
export function withStatus(given: Problem, status: number): Problem {
  return { ...given, title: STATUS_CODES[status] ?? 'Error', status }
}

/** The same messages by the names of the fields in the path. */
export function renameFields(given: Problem, names: ReadonlyMap<string, string>): Problem {
  if (!given.fields || names.size === 0) return given
  const fields = Object.fromEntries(
    Object.entries(given.fields).map(([field, message]) => [names.get(field) ?? field, message]),
  )
  return { ...given, detail: describeFields(fields), fields }
}
