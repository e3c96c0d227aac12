import { categories } from './routers/categories.ts'
import { comments } from './routers/comments.ts'
import { employees } from './routers/employees.ts'
import { feed } from './routers/feed.ts'
import { follows } from './routers/follows.ts'
import { likes } from './routers/likes.ts'
import { posts } from './routers/posts.ts'
import { profiles } from './routers/profiles.ts'
import { search } from './routers/search.ts'
import { stats } from './routers/stats.ts'
import { tags } from './routers/tags.ts'
import { users } from './routers/users.ts'
import { viewer } from './routers/viewer.ts'
import { createCallerFactory, router } from './trpc.ts'

/** Every procedure there is, by noun. */
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

/** The type that clients import: names, inputs and outputs of every procedure. */
export type AppRouter = typeof appRouter

/** Calls procedures without HTTP: `createCaller(context).posts.byId({ id: 1 })`. */
export const createCaller = createCallerFactory(appRouter)
