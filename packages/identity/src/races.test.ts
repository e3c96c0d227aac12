import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { signInServer } from '../test/sign-in-server.ts'

const { store, hashing, logged, status, linkTo, person } = await signInServer()

const sessionsOf = async (id: number) => {
  const { db, tables } = store.read
  return db.$count(tables.sessions, eq(tables.sessions.userId, id))
}

/** Lets `count` comparisons of passwords begin before any of them ends. */
function together(count: number): void {
  const all = Promise.withResolvers<void>()
  let begun = 0
  hashing.before = async () => {
    if (++begun === count) all.resolve()
    await all.promise
  }
}

test('of six changes of a password at once, one succeeds', async () => {
  const self = await person()
  together(6)
  const change = (n: number) =>
    status(
      'change-password',
      { currentPassword: 'correct horse', newPassword: `another horse ${n}` },
      { cookie: self.cookie },
    )
  const statuses = await Promise.all([1, 2, 3, 4, 5, 6].map(change))
  hashing.before = async () => {}
  expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409])
  expect(await sessionsOf(self.id)).toBe(1)
})

test.each(['email', 'username'] as const)(
  'a sign-in by %s with the old password does not outlive a reset that happens meanwhile',
  async (by) => {
    const self = await person()
    expect(await status('request-password-reset', { email: self.email })).toBe(200)
    hashing.before = async () => {
      hashing.before = async () => {}
      const body = { token: linkTo(self.email), newPassword: 'another horse' }
      expect(await status('reset-password', body)).toBe(200)
    }
    expect(await status(`sign-in/${by}`, { [by]: self[by], password: 'correct horse' })).toBe(409)
    expect(await sessionsOf(self.id)).toBe(0)
    // An operator need not look at what anybody can cause.
    expect(logged).toEqual([])
  },
)

test.each(['sign-in/email', 'change-password'])(
  '%s with an account that is deleted meanwhile is refused',
  async (path) => {
    const self = await person()
    hashing.before = async () => {
      hashing.before = async () => {}
      await store.write(({ db, tables: { users } }) => db.delete(users).where(eq(users.id, self.id)))
    }
    const body =
      path === 'change-password'
        ? { currentPassword: 'correct horse', newPassword: 'another horse' }
        : { email: self.email, password: 'correct horse' }
    expect(await status(path, body, { cookie: self.cookie })).toBe(409)
  },
)
