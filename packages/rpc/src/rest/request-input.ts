import { versionOf } from './etag.ts'
import type { Field } from './fields.ts'
import { readQueryString } from './query-string.ts'
import type { PathParameter } from './route.ts'
import type { Route } from './routes.ts'

/** What a request asks a procedure: its input, or why the request cannot be read, by the name of the parameter. */
export type RequestInput = { input: unknown; problems?: never } | { problems: ReadonlyMap<string, string> }

/** The parts of a request that make an input. */
export interface RequestParts {
  readonly url: string
  /** The values in the path, decoded, by the name of the parameter. */
  readonly path: Readonly<Record<string, string | undefined>>
  /** The body, parsed; `undefined` if there is none. */
  readonly body: unknown
  /** The header `if-match`: the version of the row that is to be changed, for procedures that take a `version`. */
  readonly ifMatch: string | undefined
}

/** Puts together the input of a procedure: values of the path and the query as its schema asks, and the body. */
export function readInput(route: Route, { url, path, body, ifMatch }: RequestParts): RequestInput {
  const parameters = readQueryString(url)
  if (!parameters) return { problems: new Map([['query', 'Has a malformed percent escape']]) }
  // What is not an object, the schema refuses.
  if (body !== undefined && !isRecord(body)) return { input: body }
  if (!route.input && parameters.length === 0 && body === undefined) return { input: undefined }

  const input: Record<string, unknown> = Object.assign(Object.create(null), body)
  const problems = new Map<string, string>()
  for (const [name, text] of parameters) {
    const field = takesQuery(route) && !fills(route.parameters, name) ? route.fields.get(name) : undefined
    const problem = field ? put(input, field, field.coerce(text)) : 'Unknown query parameter'
    if (problem && !problems.has(name)) problems.set(name, problem)
  }
  for (const { name, field } of route.parameters) {
    const value = route.fields.get(field)?.coerce(path[name] ?? '')
    if (input[field] !== undefined && input[field] !== value) problems.set(field, 'Is another value than in the path')
    input[field] = value
  }
  const version = route.method === 'GET' || !route.fields.has('version') ? undefined : versionOf(ifMatch)
  if (version !== undefined) input.version = version
  return problems.size > 0 ? { problems } : { input: { ...input } }
}

/** Whether fields of the input may stand in the query: where there is a body, they stand there and nowhere else. */
export function takesQuery({ method }: Pick<Route, 'method'>): boolean {
  return method === 'GET' || method === 'DELETE'
}

function fills(parameters: readonly PathParameter[], field: string): boolean {
  return parameters.some((parameter) => parameter.field === field)
}

/** Puts a value where the field stands in the input. Answers what is wrong with it, if anything is. */
function put(input: Record<string, unknown>, { path, isList }: Field, value: unknown): string | undefined {
  let target = input
  for (const name of path.slice(0, -1)) {
    target[name] ??= {}
    const next = target[name]
    if (!isRecord(next)) return 'Contradicts another query parameter'
    target = next
  }
  const name = path.at(-1) ?? ''
  const present = target[name]
  if (isList && (present === undefined || Array.isArray(present))) target[name] = [...(present ?? []), value]
  else if (present === undefined) target[name] = value
  else return isRecord(present) ? 'Contradicts another query parameter' : 'Is given more than once'
  return undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
