import { queryParameters } from '@trellis/fastify-trpc'
import { versionOf } from './etag.ts'
import type { Field } from './fields.ts'
import type { PathParameter, Route } from './routes.ts'

/** The input of a procedure from a request, or the problems of the request by the name of the parameter. */
export type RequestInput = { input: unknown; problems?: never } | { problems: ReadonlyMap<string, string> }

/** The parts of a request that the input is built from. */
export interface RequestParts {
  readonly url: string
  /** The values in the path, decoded, by the name of the parameter. */
  readonly path: Readonly<Record<string, string | undefined>>
  /** The body, parsed; `undefined` without a body. */
  readonly body: unknown
  /** The header `if-match`: the version of the row to change, for procedures with the input `version`. */
  readonly ifMatch: string | undefined
  /** The header `last-event-id`: where a stream of events goes on. */
  readonly lastEventId?: string | undefined
}

/**
 * Builds the input of a procedure from the path and the query, converted for its schema, and the body. The body becomes
 * the input: a copy of one with 100,000 names would take longer than to parse it.
 */
export function readInput(route: Route, { url, path, body, ifMatch, lastEventId }: RequestParts): RequestInput {
  const parameters = queryParameters(url)
  if (!parameters) return { problems: new Map([['query', 'Has a malformed percent escape']]) }
  // The schema refuses a body that is not an object.
  if (body !== undefined && !isRecord(body)) return { input: body }
  if (!route.input && parameters.length === 0 && body === undefined) return { input: undefined }

  const input: Record<string, unknown> = body ?? {}
  const problems = new Map<string, string>()
  for (const [name, text] of parameters) {
    const field = takesQuery(route) && !fills(route.parameters, name) ? route.fields.get(name) : undefined
    const problem = field ? put(input, field, field.coerce(text)) : 'Unknown query parameter'
    if (problem && !problems.has(name)) problems.set(name, problem)
  }
  for (const { name, field } of route.parameters) {
    const value = route.fields.get(field)?.coerce(path[name] ?? '')
    if (Object.hasOwn(input, field) && input[field] !== value) problems.set(field, 'Differs from the value in the path')
    input[field] = value
  }
  const version = route.method === 'GET' || !route.fields.has('version') ? undefined : versionOf(ifMatch)
  if (version !== undefined) input.version = version
  if (route.type === 'subscription' && lastEventId) input.lastEventId = lastEventId
  return problems.size > 0 ? { problems } : { input }
}

/** Whether the query may have fields of the input: for methods with a body, only the body may. */
export function takesQuery({ method }: Pick<Route, 'method'>): boolean {
  return method === 'GET' || method === 'DELETE'
}

function fills(parameters: readonly PathParameter[], field: string): boolean {
  return parameters.some((parameter) => parameter.field === field)
}

/** Sets the value of a field in the input. Returns the problem with it, if there is one. */
function put(input: Record<string, unknown>, { path, isList }: Field, value: unknown): string | undefined {
  let target = input
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(target, name) ? target[name] : {}
    if (!isRecord(next)) return 'Contradicts another query parameter'
    target[name] = next
    target = next
  }
  const name = path.at(-1) ?? ''
  const present = Object.hasOwn(target, name) ? target[name] : undefined
  if (isList && (present === undefined || Array.isArray(present))) target[name] = [...(present ?? []), value]
  else if (present === undefined) target[name] = value
  else return isRecord(present) ? 'Contradicts another query parameter' : 'Is given more than once'
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
