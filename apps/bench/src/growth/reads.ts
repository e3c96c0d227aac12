import type { createCaller } from '@trellis/api'
import { cast, mostLiked, type Shape } from '../data/shape.ts'

type Caller = ReturnType<typeof createCaller>

/** A read that must not get slower as the blog grows. */
export interface Read {
  name: string
  /** How much slower it may be at the largest size than at the smallest. */
  target: number
  call(caller: Caller, shape: Shape, random: (below: number) => number): Promise<unknown>
}

const read = (name: string, call: Read['call'], target = 2): Read => ({ name, target, call })

/** Every read, on the rows that have the most related rows. */
export const reads: Read[] = [
  read('posts.byId', (to, { posts }, random) => to.posts.byId({ id: 1 + random(posts) })),
  read('posts.byExternalId', (to, { posts }, random) =>
    to.posts.byExternalId({ externalId: `external-${1 + random(posts)}` }),
  ),
  read('posts.list', (to) => to.posts.list({})),
  read('posts.list, of the author of most', (to) => to.posts.list({ authorId: cast.author })),
  read('posts.list, of a category', (to) => to.posts.list({ categoryId: 7 })),
  read('posts.list, two tags', (to) => to.posts.list({ tags: { all: [cast.commonTag, cast.secondTag] } })),
  read('posts.list, any of two tags', (to) => to.posts.list({ tags: { any: [cast.commonTag, 'tag 9'] } })),
  read('posts.list, without a tag', (to) => to.posts.list({ tags: { none: [cast.commonTag] } })),
  read('posts.list, liked by somebody', (to, { users }, random) => to.posts.list({ likedBy: 1 + random(users) })),
  read('tags.list', (to) => to.tags.list({})),
  read('tags.posts, of 30% of all posts', (to) => to.tags.posts({ name: cast.commonTag })),
  read('categories.posts', (to) => to.categories.posts({ id: 3 })),
  read('users.byId, the author of most', (to) => to.users.byId({ id: cast.author })),
  read('users.byUsername', (to, { users }, random) => to.users.byUsername({ username: `user${1 + random(users)}` })),
  read('users.list', (to) => to.users.list({})),
  read('comments.list, of the post with most', (to, shape) => to.comments.list({ postId: mostLiked(shape) })),
  read('comments.replies', (to) => to.comments.replies({ commentId: 1 })),
  read('likes.users, of the post with most', (to, shape) => to.likes.users({ postId: mostLiked(shape) })),
  read('follows.followers, of the author', (to) => to.follows.followers({ userId: cast.author })),
  read('follows.following, of the reader', (to) => to.follows.following({ userId: cast.reader })),
  read('feed.list, of the reader', (to) => to.feed.list({ userId: cast.reader })),
  read('feed.list, of who follows three', (to, { users }, random) => to.feed.list({ userId: 3 + random(users - 3) })),
  read('employees.byId', (to, { employees }, random) => to.employees.byId({ id: 1 + random(employees) })),
  read('employees.list', (to) => to.employees.list({})),
  read('employees.ancestors', (to, { subtree }) => to.employees.ancestors({ id: subtree })),
  read('employees.subtree', (to) => to.employees.subtree({ id: cast.manager })),
  read('search.posts, a word on 1%', (to) => to.search.posts({ q: cast.rareWord }), 10),
  read('stats.blog', (to) => to.stats.blog()),
]
