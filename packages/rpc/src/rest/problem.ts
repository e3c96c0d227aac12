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

/**
 * Creates a problem from the shape of a tRPC error. `names` has the names that fields of the input have in the path. A version
 * that was given as a condition, by a header, gives 412.
 */
export function problemOf(shape: unknown, names: ReadonlyMap<string, string>, isConditional: boolean): Problem {
  const { message, data } = shapeSchema.parse(shape)
  const { httpStatus, reason = null, fields: given, code: _code, path: _path, stack: _stack, ...rest } = data
  const renamed = Object.entries(given ?? {}).map(([field, text]): [string, string] => [
    names.get(field) ?? field,
    text,
  ])
  const fields = given ? Object.fromEntries(renamed) : null
  const status = isConditional && reason === 'STALE' ? 412 : httpStatus
  return { ...problem(status, fields && status === 400 ? describeFields(fields) : message, reason, fields), ...rest }
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
