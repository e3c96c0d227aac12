import { namedSchemas } from '../named-schemas.ts'
import { operationOf } from './operation.ts'
import { problemSchema, sharedResponses } from './responses.ts'
import { Schemas } from './schemas.ts'
import type { DocumentSource } from './source.ts'

/** An OpenAPI document. Its parts are JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly [part: string]: unknown
}

/** The OpenAPI document of the REST routes of a router. */
export function openApiDocument(source: DocumentSource): OpenApiDocument {
  const named = namedSchemas(source.views)
  const schemas = new Schemas(named)
  const views = named.map(([name, view]) => [name, schemas.describe(view, 'output')] as const)
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
      schemas: { ...Object.fromEntries(views), Problem: problemSchema(Object.keys(source.reasons)) },
      responses: sharedResponses,
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: source.cookie, description: 'The session cookie of a user.' },
        key: { type: 'http', scheme: 'bearer', description: 'The key of a service, or the session token of a user.' },
      },
    },
  }
}
