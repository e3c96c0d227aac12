import { z } from 'zod'
import type { Route } from '../rest/index.ts'
import { operationOf } from './operation.ts'
import { problemSchema, sharedResponses } from './responses.ts'
import { Schemas } from './schemas.ts'

/** The least that may call a procedure. */
type Who = 'anyone' | 'viewer' | 'self' | 'service' | 'admin'

/** What the document tells of a procedure beyond its routes. */
export interface Described {
  /** `books.create` */
  readonly path: string
  readonly kind: 'query' | 'mutation'
  readonly who: Who
  /** Every reason it refuses with. */
  readonly reasons: readonly string[]
}

/** What a document is made of. */
export interface DocumentSource {
  readonly info: { title: string; version: string; description: string }
  /** The path below which the routes are served. */
  readonly server: string
  readonly routes: readonly Route[]
  readonly procedures: readonly Described[]
  /** The named schemas of the outputs. */
  readonly views: object
  /** The reasons by name. `code` is tRPC's. */
  readonly reasons: Readonly<Record<string, { readonly code: string }>>
  /** An input of each procedure that shows how it is called. */
  readonly examples: Readonly<Record<string, unknown>>
  /** The name of the session's cookie. */
  readonly cookie: string
  /** What each group of procedures is about. */
  readonly tags: Readonly<Record<string, string>>
}

/** An OpenAPI document. Its parts are JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly [part: string]: unknown
}

/** The OpenAPI document of the REST routes of a router. */
export function openApiDocument(source: DocumentSource): OpenApiDocument {
  const schemas = new Schemas(source.views)
  const paths: Record<string, Record<string, object>> = {}
  for (const route of source.routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(source, schemas, route) }
  }
  return {
    openapi: '3.1.1',
    info: source.info,
    servers: [{ url: source.server }],
    tags: Object.entries(source.tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...viewSchemas(source.views, schemas), Problem: problemSchema(Object.keys(source.reasons)) },
      responses: sharedResponses,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: source.cookie, description: 'The session cookie of a user.' },
        key: { type: 'http', scheme: 'bearer', description: 'The key of a service, or the session token of a user.' },
      },
    },
  }
}

function viewSchemas(views: object, schemas: Schemas): Record<string, object> {
  return Object.fromEntries(
    Object.entries<unknown>({ ...views })
      .flatMap(([name, view]) => (view instanceof z.ZodType ? [[name, schemas.describe(view, 'output')] as const] : []))
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  )
}
