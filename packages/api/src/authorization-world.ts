import type { Who } from '@trellis/rpc'
import type { createCaller } from './root.ts'

/** What an input is made of: a service to create rows with, the user in the column `self`, and the one who calls. */
export interface World {
  service: ReturnType<typeof createCaller>
  /** Has no profile. */
  self: { id: number; username: string }
  /** The calling user; for a service and for nobody, somebody on whose behalf a call can be made. */
  caller: { id: number }
}

/** A call that the matrix makes as everybody. */
export interface Row {
  procedure: string
  /** What is special about this call, if the procedure has several rows. */
  when?: string
  who: Who
  /** Makes the rows that the call needs, and its input. Everything in it is new for each call. */
  input(world: World): Promise<unknown>
}

let unique = 0
/** A name that was not used before. */
export const fresh = (prefix: string) => `${prefix}-${++unique}-${process.pid}`

/** The id of a new user. */
export const user = async ({ service }: World) => {
  const username = fresh('user')
  return (await service.users.create({ username, email: `${username}@example.com` })).id
}
/** The id of a new post of `self`. */
export const post = async ({ service, self }: World) =>
  (await service.posts.create({ title: 'Title', content: 'Content', authorId: self.id })).id
/** The id of a new tag. */
export const tag = async ({ service }: World) => (await service.tags.create({ name: fresh('tag') })).id
/** The id of a new category. */
export const category = async ({ service }: World) => (await service.categories.create({ name: fresh('category') })).id
/** The id of a new comment of `self`, on a post of `self`. */
export const comment = async (world: World) =>
  (await world.service.comments.create({ postId: await post(world), body: 'Body', authorId: world.self.id })).id
/** The id of a new employee. */
export const employee = async ({ service }: World) => (await service.employees.create({ name: 'Name' })).id
/** A new profile of `self`. */
export const profile = (world: World) => world.service.profiles.create({ userId: world.self.id, fullName: 'Full Name' })
