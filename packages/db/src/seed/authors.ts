import { fold } from '@trellis/store'
import { DEMO_PASSWORD_HASH } from './password.ts'
import { type Ids, idOf, type Seeding } from './seeding.ts'
import { beginning, daysBefore } from './times.ts'

/** Adds the authors with their profiles and passwords. Returns ids by username. */
export async function addAuthors({ db, tables, demo, now }: Seeding): Promise<Ids> {
  const { people } = demo
  const { users, profiles, accounts } = tables
  const added = await db
    .insert(users)
    .values(
      people.map(({ username, email, fullName }, index) => {
        // One author joined each day, the last one on the day before the first post.
        const joined = daysBefore(beginning(demo.posts, now), people.length - index)
        return {
          username,
          email: fold(email),
          name: fullName,
          role: index === 0 ? ('admin' as const) : ('user' as const),
          createdAt: joined.toISOString(),
          updatedAt: joined.toISOString(),
        }
      }),
    )
    .returning({ id: users.id, username: users.username })
  const ids = new Map(added.map(({ username, id }) => [username, id]))

  await db
    .insert(profiles)
    .values(people.map(({ username, fullName, bio }) => ({ userId: idOf(ids, username), fullName, bio })))
  await db.insert(accounts).values(
    added.map(({ id }) => ({
      userId: id,
      providerId: 'credential',
      accountId: String(id),
      password: DEMO_PASSWORD_HASH,
      createdAt: now,
      updatedAt: now,
    })),
  )
  return ids
}
