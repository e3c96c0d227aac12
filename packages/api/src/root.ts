import { webhooks } from '@trellis/identity/webhooks'
import { routesOf } from '@trellis/rpc/rest'
import type { inferRouterInputs } from '@trpc/server'
import { categories } from './categories/router.ts'
import { changes } from './changes/router.ts'
import { comments } from './comments/router.ts'
import { employees } from './employees/router.ts'
import { feed } from './feed/router.ts'
import { follows } from './follows/router.ts'
import { likes } from './likes/router.ts'
import { notifications } from './notifications/router.ts'
import { posts } from './posts/router.ts'
import { profiles } from './profiles/router.ts'
import { createCallerFactory, router } from './rpc.ts'
import { search } from './search/router.ts'
import { stats } from './stats/router.ts'
import { tags } from './tags/router.ts'
import { users } from './users/router.ts'
import { viewer } from './viewer/router.ts'

/** Every procedure, by noun. */
export const appRouter = router({
  users,
  profiles,
  posts,
  tags,
  categories,
  comments,
  likes,
  follows,
  feed,
  notifications,
  changes,
  webhooks,
  employees,
  search,
  stats,
  viewer,
  // `trellis add` writes routers above this line.
})

/** The type that clients import: the name, input and output of every procedure. */
export type AppRouter = typeof appRouter

/** The description of each noun. */
export const nouns: Record<keyof inferRouterInputs<AppRouter>, string> = {
  users: 'Users, each with a profile and posts.',
  profiles: 'One-to-one: what goes with a user.',
  posts: 'One-to-many: a user has posts.',
  tags: 'Many-to-many: posts carry tags.',
  categories: 'Many-to-one: a post is in one category or in none.',
  comments: 'Threads below a post.',
  likes: 'Many-to-many between users and posts.',
  follows: 'Many-to-many between users and users.',
  feed: 'Posts by those a user follows.',
  notifications: 'What users are told of the acts of others.',
  changes: 'Every change, for services; and the changes that a browser watches, in one stream.',
  webhooks: 'Changes that are sent to other systems, for admins.',
  employees: 'Self-referential: an employee has a manager, who is an employee too.',
  search: 'Search.',
  stats: 'Numbers about the blog.',
  viewer: 'Who is calling.',
  // `trellis add` writes descriptions above this line.
}

/** Calls procedures without HTTP: `createCaller(context).posts.byId({ id: 1 })`. */
export const createCaller = createCallerFactory(appRouter)

/** The REST routes that the procedures declare. */
export const restRoutes = routesOf(appRouter)
