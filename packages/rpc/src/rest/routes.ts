import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import { z } from 'zod'
import { type Field, fieldsOf } from './fields.ts'
import { parseRoute, type RoutePattern, shapeOf } from './route.ts'

/** The REST metadata of a procedure. */
export interface RestMeta {
  /**
   * Its route, or several with the main one first: `POST /authors/{authorId}/books`. A parameter in the path fills the
   * field of its name; `{writerId:authorId}` fills `authorId`.
   */
  http?: string | readonly string[]
  /** For a procedure that creates a row: the URL to read it, `/books/{id}`, with fields of the output. */
  created?: string
}

/** A route of a procedure, with the data needed to serve it. */
export interface Route extends RoutePattern {
  /** `books.create` */
  readonly procedurePath: string
  readonly procedure: AnyTRPCProcedure
  readonly input: z.ZodType | undefined
  readonly output: z.ZodType
  /** The fields for path and query parameters, by the name of the parameter. */
  readonly fields: ReadonlyMap<string, Field>
  /** The URL of the created row: `/books/{id}`, with fields of the output. */
  readonly created: string | undefined
  /** Whether it sends events: the output is their stream. */
  readonly isStream: boolean
  /** Whether the output has only fields of the input, so that the response needs no body. */
  readonly isEmpty: boolean
}

/**
 * The REST routes of a router, as its procedures declare them in their metadata.
 *
 * @throws Error for a procedure without a route or an output, a parameter that is no field of the input, a method that
 * does not fit, or two procedures on one route.
 */
export function routesOf(router: AnyTRPCRouter): readonly Route[] {
  const procedures: Readonly<Record<string, AnyTRPCProcedure>> = router._def.procedures
  const routes = Object.entries(procedures).flatMap(([path, procedure]) => routesOfProcedure(path, procedure))
  const taken = new Map<string, Route>()
  for (const route of routes) {
    const key = `${route.method} ${shapeOf(route.path)}`
    const other = taken.get(key)
    if (other) throw new Error(`${other.procedurePath} and ${route.procedurePath} have the same route: ${key}`)
    taken.set(key, route)
  }
  for (const { procedurePath, created } of routes) {
    if (created !== undefined && !taken.has(`GET ${shapeOf(created)}`)) {
      throw new Error(`${procedurePath} creates ${created}, which no route reads`)
    }
  }
  return routes
}

const definitionOf = z.object({
  type: z.literal(['query', 'mutation', 'subscription']),
  meta: z.object({
    http: z.union([z.string().transform((route) => [route]), z.array(z.string()).min(1)]),
    created: z.string().optional(),
  }),
  inputs: z.array(z.instanceof(z.ZodType)).max(1),
  output: z.instanceof(z.ZodType),
})

function routesOfProcedure(procedurePath: string, procedure: AnyTRPCProcedure): Route[] {
  const definition = definitionOf.safeParse(procedure._def)
  if (!definition.success) {
    const [issue] = definition.error.issues
    throw new Error(`${procedurePath} has no REST route. ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { type, meta, inputs, output } = definition.data
  const [input] = inputs
  const fields = fieldsOf(input)
  const outputFields = fieldsOf(output)
  const unknown = namesIn(meta.created ?? '').find((name) => !outputFields.has(name))
  if (unknown) throw new Error(`${procedurePath} creates ${meta.created}, but its output has no ${unknown}`)

  return meta.http.map((declaration) => {
    const { method, path, parameters } = parseRoute(declaration)
    if ((method === 'GET') !== (type !== 'mutation')) {
      throw new Error(
        `${procedurePath} is a ${type} and cannot be ${declaration}: queries and subscriptions are GET, mutations are not`,
      )
    }
    const stranger = parameters.find(({ field }) => !fields.has(field) || fields.get(field)?.isList)
    if (stranger) throw new Error(`${procedurePath} has no input ${stranger.field} for ${declaration}`)
    const isEmpty =
      method === 'DELETE' && outputFields.size > 0 && [...outputFields.keys()].every((name) => fields.has(name))
    return {
      ...{
        method,
        path,
        parameters,
        procedurePath,
        procedure,
        input,
        output,
        fields,
        isEmpty,
        isStream: type === 'subscription',
      },
      created: method === 'POST' ? meta.created : undefined,
    }
  })
}

/** The names of the parameters in a path. */
function namesIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => name ?? [])
}

/** The path with its parameters filled from a record. */
export function fillPath(path: string, values: object): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(Reflect.get(values, name))))
}
