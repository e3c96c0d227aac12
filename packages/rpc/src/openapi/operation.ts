import { eventOf } from '../live/events-output.ts'
import { callersOf, type Procedure } from '../procedures.ts'
import { type Field, type Route, type Schema, takesQuery } from '../rest/index.ts'
import { problemResponses, sharedResponse } from './responses.ts'
import type { Schemas } from './schemas.ts'

/** The parts of the document that its operations share. */
interface Shared {
  readonly routes: readonly Route[]
  readonly schemas: Schemas
  readonly reasons: Readonly<Record<string, { readonly code: string }>>
  readonly examples: Readonly<Record<string, unknown>>
}

/** The operation of one route of a procedure. */
export function operationOf(route: Route, procedure: Procedure | undefined, shared: Shared): object {
  const { routes, schemas, examples } = shared
  if (!procedure) throw new Error(`${route.procedurePath} is not described`)
  const { path, access, kind } = procedure
  const [noun = ''] = path.split('.')
  const example = examples[path] ?? examplesOf(schemas, route)
  const values = typeof example === 'object' && example !== null ? example : {}
  const credentials = [{ session: [] }, { key: [] }]
  // Every mutation can fail with these.
  const always = kind === 'mutation' ? ['KEY_REUSED', 'CHANGED_MEANWHILE'] : []
  const reasons = ['INVALID_INPUT', ...procedure.reasons.filter((one) => one !== 'INVALID_INPUT'), ...always]
  return {
    operationId: operationIdOf(routes, route),
    summary: path,
    description: `For ${callersOf[access]}.`,
    tags: [noun],
    security: access === 'anyone' ? [{}, ...credentials] : credentials,
    parameters: [...pathParameters(route, values), ...queryParameters(route, values), ...headerParameters(route)],
    ...requestBody(schemas, route, values),
    responses: {
      ...successOf(schemas, route),
      ...(route.method === 'GET' && { 304: { description: 'The response that `if-none-match` names is current.' } }),
      ...problemResponses(reasons, shared.reasons),
      ...(hasVersion(route) && problemResponses(['STALE'], { STALE: { code: 'PRECONDITION_FAILED' } })),
      ...(!takesQuery(route) && {
        413: sharedResponse('PayloadTooLarge'),
        415: sharedResponse('UnsupportedMediaType'),
      }),
      429: sharedResponse('TooManyRequests'),
      503: sharedResponse('Unavailable'),
      default: sharedResponse('Unexpected'),
    },
  }
}

/** Examples of the formats of a text. */
const ofFormat = new Map<unknown, string>([
  ['uuid', '0192f0c1-2b3c-7d4e-8f50-123456789abc'],
  ['date', '2026-03-01'],
])

/** An example of an input that has no other: its ids, its days and the size of a page. */
function examplesOf(schemas: Schemas, { input }: Route): object {
  const properties = input ? schemas.describe(input, 'input').properties : {}
  return Object.fromEntries(
    Object.entries(properties ?? {}).flatMap(([name, schema]) => {
      if (typeof schema !== 'object') return []
      const example = schema.type === 'integer' ? (schema.minimum ?? 1) : ofFormat.get(schema.format)
      return example === undefined ? [] : [[name, schema.default ?? example]]
    }),
  )
}

/** The path of the procedure, with a number from the second route on, because ids must be unique. */
function operationIdOf(routes: readonly Route[], route: Route): string {
  const index = routes.filter(({ procedurePath }) => procedurePath === route.procedurePath).indexOf(route)
  return index === 0 ? route.procedurePath : `${route.procedurePath}.${index + 1}`
}

function pathParameters({ parameters, fields }: Route, values: object): object[] {
  return parameters.map(({ name, field }) => ({
    name,
    in: 'path',
    required: true,
    schema: fields.get(field)?.schema ?? {},
    ...exampleOf(values, [field]),
  }))
}

function queryParameters(route: Route, values: object): object[] {
  if (!takesQuery(route)) return []
  return [...route.fields]
    .filter(([name]) => !route.parameters.some(({ field }) => field === name))
    .map(([name, { path, schema, isRequired }]: [string, Field]) => ({
      name,
      in: 'query',
      required: isRequired,
      schema,
      ...exampleOf(values, path),
    }))
}

function headerParameters(route: Route): object[] {
  const header = (name: string, description: string, schema: Schema) => ({
    ...{ name, in: 'header', required: false, description, schema: { type: 'string', ...schema } },
  })
  return [
    ...(route.method === 'GET'
      ? [header('if-none-match', 'The `etag` of a response that the caller has: 304 if it is current.', {})]
      : [header('idempotency-key', IDEMPOTENCY, { minLength: 1, maxLength: 255 })]),
    ...(hasVersion(route)
      ? [header('if-match', 'The `etag` of the row, or its version in quotes: 412 if the row has changed since.', {})]
      : []),
  ]
}

const IDEMPOTENCY =
  'A key that the caller makes up for this call. A repetition with the same key and input within a day is not carried ' +
  'out again, but gets the same response; with another input it is refused with `KEY_REUSED`.'

/** Whether the route takes the version of the row that it changes. */
function hasVersion({ method, fields }: Route): boolean {
  return method !== 'GET' && fields.has('version')
}

function exampleOf(values: object, path: readonly string[]): { example?: unknown } {
  let value: unknown = values
  for (const name of path) value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  const isPart = typeof value === 'object' && !Array.isArray(value)
  return value === undefined || isPart ? {} : { example: value }
}

function requestBody(schemas: Schemas, route: Route, values: object): object {
  if (!route.input || takesQuery(route)) return {}
  const whole = schemas.describe(route.input, 'input')
  const inPath = new Set(route.parameters.map(({ field }) => field))
  const outside = <Value>(record: Record<string, Value>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => !inPath.has(name)))
  const properties = outside(whole.properties ?? {})
  if (Object.keys(properties).length === 0) return {}
  const required = whole.required?.filter((name) => !inPath.has(name)) ?? []
  const schema: Schema = { ...whole, properties, required }
  if (required.length === 0) delete schema.required
  const example = outside({ ...values })
  const content = { 'application/json': { schema, ...(Object.keys(example).length > 0 && { example }) } }
  return { requestBody: { required: required.length > 0, content } }
}

function successOf(schemas: Schemas, route: Route): Record<string, object> {
  if (route.isEmpty) return { 204: { description: 'Done.' } }
  const headers = {
    ...(route.method === 'GET' && {
      etag: {
        description: 'For `if-none-match`, and for `if-match` of a row that has a version.',
        schema: { type: 'string' },
      },
    }),
    ...(route.created && { location: { description: 'The URL of the created row.', schema: { type: 'string' } } }),
    ...(isPage(schemas, route) && {
      link: { description: 'The next page, `rel="next"`, if there is one.', schema: { type: 'string' } },
    }),
  }
  const event = eventOf(route.output)
  if (event) return { 200: eventsResponse(schemas.describe(event, 'output')) }
  const response = {
    description: route.created ? 'Created.' : 'Done.',
    ...(Object.keys(headers).length > 0 && { headers }),
    content: { 'application/json': { schema: schemas.refer(route.output, 'output') } },
  }
  return { [route.created ? 201 : 200]: response }
}

/** The events as they are sent: as a stream if the caller accepts it, else the events so far. */
function eventsResponse(event: Schema): object {
  const polled: Schema = {
    type: 'object',
    properties: {
      events: {
        type: 'array',
        items: { type: 'object', properties: { id: { type: 'string' }, data: event }, required: ['id', 'data'] },
      },
      more: { type: 'boolean' },
    },
    required: ['events', 'more'],
  }
  return {
    description: 'Events, each with the position after which to go on.',
    content: { 'application/json': { schema: polled }, 'text/event-stream': { schema: { type: 'string' } } },
  }
}

function isPage(schemas: Schemas, { output }: Route): boolean {
  return schemas.describe(output, 'output').properties?.nextCursor !== undefined
}
