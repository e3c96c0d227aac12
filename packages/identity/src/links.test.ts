import { readAuditTrail } from '@trellis/store/operations'
import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { signInServer } from '../test/sign-in-server.ts'

const { store, sent, post, status, linkTo, person } = await signInServer()
type Person = Awaited<ReturnType<typeof person>>

const confirm = (token: string) => status('verify-email', { token })
const reset = (token: string, newPassword = 'another horse') => status('reset-password', { token, newPassword })

/** The token of a link that resets the password. */
async function resetLink({ email }: Person): Promise<string> {
  expect(await status('request-password-reset', { email })).toBe(200)
  return linkTo(email)
}

/** The token of the link to confirm a change of the address: at the old one, or if it is not confirmed at the new one. */
async function changeLink({ email, username, cookie }: Person, confirmed: boolean): Promise<string> {
  const newEmail = `${username}-moved@example.com`
  expect(await status('change-email', { newEmail }, { cookie })).toBe(200)
  return linkTo(confirmed ? email : newEmail)
}

const links: Record<
  string,
  { confirmed: boolean; token(person: Person): Promise<string>; use(token: string): Promise<number> }
> = {
  'to reset the password': { confirmed: true, token: resetLink, use: reset },
  'to confirm the address': { confirmed: false, token: async ({ email }) => linkTo(email), use: confirm },
  'to confirm a change at the old address': {
    confirmed: true,
    token: (person) => changeLink(person, true),
    use: confirm,
  },
  'to confirm a change at the new address': {
    confirmed: true,
    token: async (person) => {
      expect(await confirm(await changeLink(person, true))).toBe(200)
      return linkTo(`${person.username}-moved@example.com`)
    },
    use: confirm,
  },
  'to change an address that was not confirmed': {
    confirmed: false,
    token: (person) => changeLink(person, false),
    use: confirm,
  },
}

const changes: Record<string, (person: Person) => Promise<unknown>> = {
  'the password was reset with a newer link': async (person) => expect(await reset(await resetLink(person))).toBe(200),
  'the password was changed': async ({ cookie }) => {
    const change = { currentPassword: 'correct horse', newPassword: 'another horse' }
    expect(await status('change-password', change, { cookie })).toBe(200)
  },
  'the domain has changed the address': ({ id, username }) =>
    store.write(({ db, tables: { users } }) =>
      db
        .update(users)
        .set({ email: `${username}-by-hand@example.com` })
        .where(eq(users.id, id)),
    ),
  'an operator has changed whether the address is confirmed': ({ id }) =>
    store.write(async ({ db, tables: { users } }) => {
      const [user] = await db.select().from(users).where(eq(users.id, id))
      await db.update(users).set({ emailVerified: !user?.emailVerified }).where(eq(users.id, id))
    }),
}

describe.each(Object.entries(links))('a link %s', (_, { confirmed, token, use }) => {
  test('works once', async () => {
    const link = await token(await person({ confirmed }))
    expect(await use(link)).toBe(200)
    expect(await use(link)).toBe(400)
  })

  test('works once if it is used several times at once', async () => {
    const link = await token(await person({ confirmed }))
    const statuses = await Promise.all([1, 2, 3].map(() => use(link)))
    // better-auth looks at a change of the address itself, too.
    for (const status of statuses) expect(status).toBeOneOf([200, 400, 401])
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  })

  test.each(Object.entries(changes))('does not work once %s', async (_, change) => {
    const self = await person({ confirmed })
    const link = await token(self)
    await change(self)
    expect(await use(link)).toBe(400)
  })
})

test('a token that is in no message confirms nothing', async () => {
  for (const token of ['x', 'a.b.c', '']) expect([await confirm(token), await reset(token)]).toEqual([400, 400])
})

test('the old address is told that it was changed, and the trail has it', async () => {
  for (const confirmed of [true, false]) {
    const self = await person({ confirmed })
    const newEmail = `${self.username}-moved@example.com`
    let link = await changeLink(self, confirmed)
    if (confirmed) {
      expect(await confirm(link)).toBe(200)
      link = linkTo(newEmail)
    }
    const before = sent.length
    expect(await confirm(link)).toBe(200)
    expect(sent.slice(before)).toMatchObject([{ to: self.email, subject: 'Your e-mail address was changed' }])
    const [event] = await readAuditTrail(store.read, { limit: 1 })
    expect(event).toMatchObject({ caller: `user:${self.id}`, procedure: 'auth.email-change' })
    expect((await post('sign-in/email', { email: newEmail, password: 'correct horse' })).status).toBe(200)
  }
})
