import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import type { z } from 'zod'
import { type Definition, definitionsOf } from '../procedures.ts'
import { type Field, fieldsOf } from './fields.ts'

/** The methods a route can have: queries are read with GET. */
export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** The method of a route. */
export type Method = (typeof METHODS)[number]

/** A parameter in the path of a route, and the field of the input that it fills. */
export interface PathParameter {
  readonly name: string
  readonly field: string
}

/** A route declared by a procedure. */
export interface RoutePattern {
  readonly method: Method
  /** `/authors/{authorId}/books` */
  readonly path: string
  readonly parameters: readonly PathParameter[]
}

const DECLARATION = /^([A-Z]+) (\/\S*)$/
const SEGMENT = /^(?:[\w.~-]+|\{(\w+)(?::(\w+))?\})$/

/**
 * Parses `POST /authors/{authorId}/books`. A parameter fills the field of its name; `{writerId:authorId}` fills the field
 * `authorId`.
 *
 * @throws Error if this is not a method and a path.
 */
export function parseRoute(declaration: string): RoutePattern {
  const [, given, template = ''] = DECLARATION.exec(declaration) ?? []
  const method = METHODS.find((one) => one === given)
  if (!method) throw new Error(`"${declaration}" is not a route: write "GET /books/{id}"`)
  const parameters: PathParameter[] = []
  const segments = template
    .slice(1)
    .split('/')
    .map((segment) => {
      const match = SEGMENT.exec(segment)
      if (!match)
        throw new Error(`"${declaration}" has a segment that is neither a word nor a {parameter}: "${segment}"`)
      const [, name, field = name] = match
      if (name === undefined || field === undefined) return segment
      parameters.push({ name, field })
      return `{${name}}`
    })
  return { method, path: `/${segments.join('/')}`, parameters }
}

/** The path without the names of its parameters: two routes with the same shape match the same URLs. */
export function shapeOf(path: string): string {
  return path.replaceAll(/\{\w+\}/g, '{}')
}

/** A route of a procedure, with the data needed to serve it. */
export interface Route extends RoutePattern {
  /** `books.create` */
  readonly procedurePath: string
  readonly procedure: AnyTRPCProcedure
  readonly type: Definition['type']
  readonly input: z.ZodType | undefined
  readonly output: z.ZodType
  /** The fields for path and query parameters, by the name of the parameter. */
  readonly fields: ReadonlyMap<string, Field>
  /** The URL of the created row: `/books/{id}`, with fields of the output. */
  readonly created: string | undefined
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
  const routes = definitionsOf(router).flatMap(routesOfProcedure)
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

function routesOfProcedure({ path: procedurePath, procedure, type, meta, input, output }: Definition): Route[] {
  const declarations = [meta.http ?? []].flat()
  if (declarations.length === 0) throw new Error(`${procedurePath} has no REST route in its meta`)
  const fields = fieldsOf(input)
  const outputFields = fieldsOf(output)
  const unknown = namesIn(meta.created ?? '').find((name) => !outputFields.has(name))
  if (unknown) throw new Error(`${procedurePath} creates ${meta.created}, but its output has no ${unknown}`)

  return declarations.map((declaration) => {
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
    const created = method === 'POST' ? meta.created : undefined
    return { method, path, parameters, procedurePath, procedure, type, input, output, fields, isEmpty, created }
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
