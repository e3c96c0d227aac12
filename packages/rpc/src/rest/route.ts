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
