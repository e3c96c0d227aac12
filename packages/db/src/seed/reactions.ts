import { type Ids, idOf, type Seeding } from './seeding.ts'
import { beginning, between, daysBefore } from './times.ts'

/** Adds the likes and the follows. */
export async function addReactions({ db, tables, demo, now }: Seeding, users: Ids, posts: Ids): Promise<void> {
  const published = new Map(demo.posts.map(({ key, daysAgo }) => [key, daysBefore(now, daysAgo)]))
  const likes = Object.entries(demo.likes).flatMap(([key, usernames]) =>
    usernames.map((username, index) => ({
      postId: idOf(posts, key),
      userId: idOf(users, username),
      // A post gets most of its likes soon after it is published.
      createdAt: between(published.get(key) ?? now, now, ((index + 1) / (usernames.length + 1)) ** 3).toISOString(),
    })),
  )
  await db.insert(tables.likes).values(likes)

  const pairs = Object.entries(demo.follows).flatMap(([follower, followees]) =>
    followees.map((followee) => ({ followerId: idOf(users, follower), followeeId: idOf(users, followee) })),
  )
  const follows = pairs.map((pair, index) => ({
    ...pair,
    createdAt: between(beginning(demo.posts, now), now, index / pairs.length).toISOString(),
  }))
  await db.insert(tables.follows).values(follows)
}
