import { type OpenApiDocument, openApiDocument } from '@trellis/rpc/openapi'
import { examples, nouns } from './examples.ts'
import { procedures } from './procedures.ts'
import { restRoutes } from './root.ts'
import { reasons } from './rpc.ts'
import * as views from './views.ts'

const description = `Users, profiles, posts, tags, categories, comments, likes, follows and employees: a blog and an
organization, with every kind of relationship.

Lists take \`limit\` and \`cursor\` and answer \`{ items, nextCursor }\`. Parameters that are objects are written with
dots, arrays by repetition: \`tags.all=history&tags.all=computing\`. Times are ISO-8601 in UTC.

Sign in at \`POST /api/auth/sign-in/email\` for the session cookie, or send \`Authorization: Bearer <key>\`. Services and
admins may do everything, for any user.`

/** The OpenAPI document of the REST routes. */
export function openApi(): OpenApiDocument {
  return openApiDocument({
    info: { title: 'Trellis', version: '0.1.0', description },
    server: '/api',
    routes: restRoutes,
    // Every mutation can fail with this.
    procedures: procedures.map((procedure) =>
      procedure.kind === 'mutation'
        ? { ...procedure, reasons: [...procedure.reasons, 'KEY_REUSED', 'CHANGED_MEANWHILE'] }
        : procedure,
    ),
    views,
    reasons,
    examples: Object.fromEntries(
      Object.entries(examples).flatMap(([noun, calls]) =>
        Object.entries(calls).map(([name, input]) => [`${noun}.${name}`, input]),
      ),
    ),
    cookie: 'better-auth.session_token',
    tags: nouns,
  })
}

if (import.meta.main) process.stdout.write(`${JSON.stringify(openApi(), null, 2)}\n`)
