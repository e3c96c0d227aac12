import { type OpenApiDocument, openApiDocument } from '@trellis/rpc/openapi'
import { examples } from './examples.ts'
import { procedures } from './procedures.ts'
import { restRoutes } from './root.ts'
import { reasons } from './rpc.ts'
import * as views from './views.ts'

/** What each group of operations is about. */
const tags = {
  users: 'Users, each with a profile and posts.',
  profiles: 'One-to-one: what goes with a user.',
  posts: 'One-to-many: a user has posts.',
  tags: 'Many-to-many: posts carry tags.',
  categories: 'Many-to-one: a post is in one category or in none.',
  comments: 'Threads below a post.',
  likes: 'Many-to-many between users and posts.',
  follows: 'Many-to-many between users and users.',
  feed: 'Posts by those a user follows.',
  employees: 'Self-referential: an employee has a manager, who is an employee too.',
  search: 'Search.',
  stats: 'Numbers about the blog.',
  viewer: 'Who is calling.',
}

const description = `Users, profiles, posts, tags, categories, comments, likes, follows and employees: a blog and an
organization, with every kind of relationship.

Lists take \`limit\` and \`cursor\` and answer \`{ items, nextCursor }\`. Parameters that are objects are written with
dots, arrays by repetition: \`tags.all=history&tags.all=computing\`. Times are ISO-8601 in UTC.

Sign in at \`POST /api/auth/sign-in/email\` for the session cookie, or send \`Authorization: Bearer <key>\`. Services and
admins may do everything, for any user.`

/** The OpenAPI document of the REST routes. Made once: it does not change while the process runs. */
export function openApi(): OpenApiDocument {
  document ??= openApiDocument({
    info: { title: 'Trellis', version: '0.1.0', description },
    server: '/api',
    routes: restRoutes,
    // Any mutation can be refused with this.
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
    tags,
  })
  return document
}

let document: OpenApiDocument | undefined

if (import.meta.main) process.stdout.write(`${JSON.stringify(openApi(), null, 2)}\n`)
