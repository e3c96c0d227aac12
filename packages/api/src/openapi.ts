import { type ApiDescription, type OpenApiDocument, openApiOf } from '@trellis/rpc/openapi'
import { examples } from './examples.ts'
import { appRouter, nouns } from './root.ts'
import { reasons } from './rpc.ts'
import * as views from './views.ts'

const description = `Users, profiles, posts, tags, categories, comments, likes, follows and employees: a blog and an
organization, with every kind of relationship.

Lists take \`limit\` and \`cursor\` and answer \`{ items, nextCursor }\`. Parameters that are objects are written with
dots, arrays by repetition: \`tags.all=history&tags.all=computing\`. Times are ISO-8601 in UTC.

Sign in at \`POST /api/auth/sign-in/email\` for the session cookie, or send \`Authorization: Bearer <key>\`. Services and
admins may do everything, for any user.`

/** The parts of the document that do not follow from the procedures. */
export const api: ApiDescription = {
  title: 'Trellis',
  version: '0.1.0',
  description,
  views,
  reasons,
  examples: Object.fromEntries(
    Object.entries(examples).flatMap(([noun, calls]) =>
      Object.entries(calls).map(([name, input]) => [`${noun}.${name}`, input]),
    ),
  ),
  nouns,
}

/** The OpenAPI document of the REST routes. */
export const openApi = (): OpenApiDocument => openApiOf(appRouter, api)

if (import.meta.main) process.stdout.write(`${JSON.stringify(openApi(), null, 2)}\n`)
