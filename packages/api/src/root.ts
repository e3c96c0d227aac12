import { routesOf } from '@trellis/rpc/rest'
import { categories } from './categories/router.ts'
import { comments } from './comments/router.ts'
import { employees } from './employees/router.ts'
import { feed } from './feed/router.ts'
import { follows } from './follows/router.ts'
import { likes } from './likes/router.ts'
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
  users, // one-to-one: profiles; one-to-many: posts
  profiles,
  posts, // many-to-one: categories; many-to-many: tags
  tags,
  categories,
  comments, // threads
  likes, // many-to-many between users and posts
  follows, // many-to-many between users and users
  feed,
  employees, // self-referential
  search,
  stats,
  viewer,
})

/** The type that clients import: the name, input and output of every procedure. */
export type AppRouter = typeof appRouter

/** Calls procedures without HTTP: `createCaller(context).posts.byId({ id: 1 })`. */
export const createCaller = createCallerFactory(appRouter)

/** The REST routes that the procedures declare. */
export const restRoutes = routesOf(appRouter)
