import type { Access } from '@trellis/rpc'
import type { createCaller } from '../../src/root.ts'

/** What an input is built from: a service that creates rows, the user of the column `self`, and the caller. */
export interface World {
  service: ReturnType<typeof createCaller>
  /** Has no profile. */
  self: { id: number; username: string }
  /** The calling user. For a service and an anonymous caller: the user that the call is made for. */
  caller: { id: number }
}

/** A call that the matrix makes as every kind of caller. */
export interface Row {
  procedure: string
  /** The distinction of this call, if the procedure has several rows. */
  when?: string
  access: Access
  /** Creates the rows that the call needs, and returns its input. Everything is new for each call. */
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
