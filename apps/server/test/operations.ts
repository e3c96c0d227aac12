import { openApi } from '@trellis/api/openapi'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { z } from 'zod'

const parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header']),
  required: z.boolean(),
  schema: z.looseObject({}),
  example: z.unknown().optional(),
})
const media = z.object({ schema: z.looseObject({}), example: z.unknown().optional() })
const operation = z.object({
  operationId: z.string(),
  summary: z.string(),
  parameters: z.array(parameter),
  requestBody: z.object({ content: z.object({ 'application/json': media }) }).optional(),
  responses: z.record(z.string(), z.looseObject({})),
})

/** An operation as the document describes it: all that a client of the document knows. */
export interface Operation extends z.infer<typeof operation> {
  readonly method: string
  readonly path: string
}

/** Every operation of the document. */
export const operations: Operation[] = Object.entries(openApi().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    ...operation.parse(described),
    ...{ method: method.toUpperCase(), path },
  })),
)

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(JSON.parse(JSON.stringify(openApi())), 'openapi')

/** The differences between a response and the document. Empty if there are none. */
export function differencesOf(
  { method, path, responses }: Operation,
  { status, headers, body }: { status: number; headers: Headers; body: unknown },
): unknown {
  const described = responses[status] ? String(status) : 'default'
  if (status < 400 && described === 'default') return `no response ${status} is described`
  const shared = responses[described]?.$ref
  const pointer =
    typeof shared === 'string'
      ? shared.slice(1)
      : `/paths/${pointerPart(path)}/${method.toLowerCase()}/responses/${described}`
  const type = headers.get('content-type')
  if (status === 204 || status === 304) return body === undefined ? undefined : `a ${status} with a body`
  const validate = ajv.compile({ $ref: `openapi#${pointer}/content/${pointerPart(type ?? '')}/schema` })
  return validate(body) ? undefined : validate.errors
}

function pointerPart(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** A request for an operation: its path, query, headers and body. */
export interface Request {
  readonly parameters: Readonly<Record<string, unknown>>
  readonly body: unknown
}

/** The URL of a request. */
export function urlOf({ path, parameters }: Operation, request: Request): string {
  const query = new URLSearchParams()
  for (const { name, in: place } of parameters) {
    const value = request.parameters[name]
    if (place !== 'query' || value === undefined) continue
    for (const item of [value].flat()) query.append(name, String(item))
  }
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(request.parameters[name])),
  )
  return query.size > 0 ? `${filled}?${query}` : filled
}

/** The headers of a request that the document describes. */
export function headersOf({ parameters }: Operation, request: Request): Record<string, string> {
  return Object.fromEntries(
    parameters.flatMap(({ name, in: place }) => {
      const value = request.parameters[name]
      return place === 'header' && value !== undefined ? [[name, String(value)]] : []
    }),
  )
}
