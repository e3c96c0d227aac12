import type { Connection } from '../database.ts'
import { demoFollows, demoLikes, demoPosts } from '../demo/index.ts'
import { type Ids, idOf } from './ids.ts'
import { beginning, between, daysBefore } from './times.ts'

/** Adds who likes what and who follows whom. */
export async function addReactions({ db, tables }: Connection, now: Date, users: Ids, posts: Ids): Promise<void> {
  const published = new Map(demoPosts.map(({ key, daysAgo }) => [key, daysBefore(now, daysAgo)]))
  const likes = Object.entries(demoLikes).flatMap(([key, usernames]) =>
    usernames.map((username, index) => ({
      postId: idOf(posts, key),
      userId: idOf(users, username),
      // Most of the likes a post gets it gets soon.
      createdAt: between(published.get(key) ?? now, now, ((index + 1) / (usernames.length + 1)) ** 3).toISOString(),
    })),
  )
  await db.insert(tables.likes).values(likes)

  const pairs = Object.entries(demoFollows).flatMap(([follower, followees]) =>
    followees.map((followee) => ({ followerId: idOf(users, follower), followeeId: idOf(users, followee) })),
  )
  const follows = pairs.map((pair, index) => ({
    ...pair,
    createdAt: between(beginning(now), now, index / pairs.length).toISOString(),
  }))
  await db.insert(tables.follows).values(follows)
}
