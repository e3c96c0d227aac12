import type { Store } from '@trellis/db'
import type { AccessCase, World as WorldOf } from '@trellis/rpc/testing'
import type { createCaller } from '../../src/root.ts'

/** What an input is built from. The new users have no profile. */
export type World = WorldOf<ReturnType<typeof createCaller>, { id: number; username: string }, Pick<Store, 'write'>>
/** A call that the matrix makes as every kind of caller. */
export type Row = AccessCase<World>

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
