import type { AnyTRPCRouter } from '@trpc/server'
import { procedures } from '../procedures.ts'
import { routesOf } from '../rest/index.ts'
import { operationOf } from './operation.ts'
import { problemSchema, sharedResponses } from './responses.ts'
import { namedSchemas, Schemas } from './schemas.ts'

/** An OpenAPI document. Its parts are JSON. */
export interface OpenApiDocument {
  readonly openapi: '3.1.1'
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>
  readonly [part: string]: unknown
}

/** The parts of the document that do not follow from the procedures. */
export interface ApiDescription {
  readonly title: string
  readonly version: string
  readonly description: string
  /** The reasons by name. `code` is tRPC's. */
  readonly reasons: Readonly<Record<string, { readonly code: string; readonly missing?: string }>>
  /** The named schemas of the outputs. */
  readonly views?: object
  /** Example inputs by the path of the procedure. Without one, the numbers of the schema are the example. */
  readonly examples?: Readonly<Record<string, unknown>>
  /** The description of each noun. */
  readonly nouns?: Readonly<Record<string, string>>
}

/** The OpenAPI document of the REST routes of a router, below `/api`. */
export function openApiOf(
  router: AnyTRPCRouter,
  { title, version, description, reasons, views = {}, examples = {}, nouns = {} }: ApiDescription,
): OpenApiDocument {
  const named = namedSchemas(views)
  const schemas = new Schemas(named)
  const described = named.map(([name, view]) => [name, schemas.describe(view, 'output')] as const)
  const routes = routesOf(router)
  const byPath = new Map(procedures(router).map((procedure) => [procedure.path, procedure]))
  const paths: Record<string, Record<string, object>> = {}
  for (const route of routes) {
    const operation = operationOf(route, byPath.get(route.procedurePath), { routes, schemas, reasons, examples })
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation }
  }
  return {
    openapi: '3.1.1',
    info: { title, version, description },
    servers: [{ url: '/api' }],
    tags: Object.entries(nouns).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { ...Object.fromEntries(described), Problem: problemSchema(Object.keys(reasons)) },
      responses: sharedResponses,
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'better-auth.session_token',
          description: 'The session cookie of a user.',
        },
        key: { type: 'http', scheme: 'bearer', description: 'The key of a service, or the session token of a user.' },
      },
    },
  }
}
