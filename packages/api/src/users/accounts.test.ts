import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const ann = await api.newUser('ann')
const bob = await api.newUser('bob')
const admin = api.as(ann, 'admin')

describe('users.accounts', () => {
  test('finds users by a part of the username, the name or the e-mail address, in any case', async () => {
    const names = async (q: string) => (await admin.users.accounts({ q })).items.map(({ username }) => username)
    for (const q of ['BO', 'the Bob', 'BOB@EXAMPLE']) expect(await names(q)).toEqual(['bob'])
    expect(await names('%')).toEqual([])
  })

  test('shows the address and the role, and lists the admins alone', async () => {
    await api.service.users.setRole({ id: ann.id, role: 'admin' })
    expect((await admin.users.accounts({ role: 'admin' })).items).toEqual([
      {
        id: ann.id,
        username: 'ann',
        email: 'ann@example.com',
        role: 'admin',
        fullName: 'The ann',
        postCount: 0,
        createdAt: expect.any(String),
      },
    ])
  })
})

describe('users.setRole', () => {
  test('makes a user an admin, and a user again', async () => {
    expect(await admin.users.setRole({ id: bob.id, role: 'admin' })).toEqual({ id: bob.id, role: 'admin' })
    expect((await admin.users.accounts({ q: 'bob', role: 'admin' })).items).toHaveLength(1)
    await api.service.users.setRole({ id: bob.id, role: 'user' })
    expect((await admin.users.accounts({ q: 'bob', role: 'admin' })).items).toEqual([])
  })

  test('leaves one of two admins who make each other a user at the same moment', async () => {
    await api.service.users.setRole({ id: ann.id, role: 'admin' })
    for (let round = 0; round < 10; round++) {
      await api.service.users.setRole({ id: bob.id, role: 'admin' })
      const answers = await Promise.allSettled([
        admin.users.setRole({ id: bob.id, role: 'user' }),
        api.as(bob, 'admin').users.setRole({ id: ann.id, role: 'user' }),
      ])
      const refused = answers.filter((answer) => answer.status === 'rejected')
      expect(refused).toHaveLength(1)
      for (const { reason } of refused) await expectRefusal(Promise.reject(reason), 'LAST_ADMIN')
      const { items } = await admin.users.accounts({ role: 'admin' })
      expect(items).toHaveLength(1)
      await api.service.users.setRole({ id: ann.id, role: 'admin' })
    }
    await api.service.users.setRole({ id: bob.id, role: 'user' })
    await expectRefusal(api.service.users.setRole({ id: ann.id, role: 'user' }), 'LAST_ADMIN')
  })

  test("refuses an admin's own role, a session that is not recent, and a user that does not exist", async () => {
    await expectRefusal(admin.users.setRole({ id: ann.id, role: 'user' }), 'OWN_ROLE')
    await expectRefusal(admin.users.setRole({ id: 999_999, role: 'admin' }), 'USER_NOT_FOUND')
    const old = api.call({ kind: 'user', ...ann, role: 'admin', signedInAt: new Date(Date.now() - 6 * 60_000) })
    await expectRefusal(old.users.setRole({ id: bob.id, role: 'admin' }), 'SIGN_IN_AGAIN')
  })

  test('and users.delete leave one of two admins who delete their accounts at the same moment', async () => {
    await api.service.users.setRole({ id: ann.id, role: 'admin' })
    const eve = await api.newUser('eve')
    await api.service.users.setRole({ id: eve.id, role: 'admin' })
    const answers = await Promise.allSettled([
      api.as(ann, 'admin').users.delete({ id: ann.id }),
      api.as(eve, 'admin').users.delete({ id: eve.id }),
    ])
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused).toHaveLength(1)
    for (const { reason } of refused) await expectRefusal(Promise.reject(reason), 'LAST_ADMIN')
    expect((await api.service.users.accounts({ role: 'admin' })).items).toHaveLength(1)
  })
})
