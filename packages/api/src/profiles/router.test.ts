import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
let count = 0
/** A user without a profile. */
const bareUser = () => {
  const username = `bare${++count}`
  return api.service.users.create({ username, email: `${username}@example.com` })
}

describe('profiles.create', () => {
  test('gives the viewer a profile', async () => {
    const user = await bareUser()
    const profile = await api.as(user).profiles.create({ fullName: '  Ann Example ', bio: 'Hello\n' })
    const expected = { id: expect.any(Number), userId: user.id, fullName: 'Ann Example', bio: 'Hello\n', version: 1 }
    expect(profile).toEqual(expected)
    expect((await api.anyone.users.byId({ id: user.id })).profile).toEqual(expected)
  })

  test('refuses a second profile, and keeps the first', async () => {
    const user = await bareUser()
    const first = await api.as(user).profiles.create({ fullName: 'First' })
    await expectRefusal(api.as(user).profiles.create({ fullName: 'Second' }), 'PROFILE_EXISTS', ['userId'])
    await expectRefusal(api.service.profiles.create({ userId: user.id, fullName: 'Third' }), 'PROFILE_EXISTS', [
      'userId',
    ])
    expect(await api.anyone.profiles.byUser({ userId: user.id })).toEqual(first)
  })

  test('for another user needs a service or an admin; a service must say for whom', async () => {
    const [user, other] = [await bareUser(), await bareUser()]
    await expectRefusal(api.as(other).profiles.create({ userId: user.id, fullName: 'X' }), 'NOT_ALLOWED')
    await expectRefusal(api.service.profiles.create({ fullName: 'X' }), 'INVALID_INPUT', ['userId'])
    await expectRefusal(api.service.profiles.create({ userId: 999_999, fullName: 'X' }), 'USER_NOT_FOUND')
    const profile = await api.as(other, 'admin').profiles.create({ userId: user.id, fullName: 'By an admin' })
    expect(profile.userId).toBe(user.id)
  })
})

describe('profiles.byUser', () => {
  test('returns the profile, and NOT_FOUND for a user without one', async () => {
    const [user, bare] = [await api.newUser(), await bareUser()]
    expect(await api.anyone.profiles.byUser({ userId: user.id })).toEqual(user.profile)
    await expectRefusal(api.anyone.profiles.byUser({ userId: bare.id }), 'PROFILE_NOT_FOUND')
    await expectRefusal(api.anyone.profiles.byUser({ userId: 999_999 }), 'PROFILE_NOT_FOUND')
  })
})

describe('profiles.update', () => {
  test('changes the given fields; null removes the bio', async () => {
    const user = await api.newUser('updater')
    const mine = api.as(user).profiles
    expect(await mine.update({ bio: 'Bio' })).toEqual({ ...user.profile, bio: 'Bio', version: 2 })
    expect(await mine.update({ fullName: 'New' })).toEqual({ ...user.profile, fullName: 'New', bio: 'Bio', version: 3 })
    expect(await mine.update({})).toEqual({ ...user.profile, fullName: 'New', bio: 'Bio', version: 3 })
    expect(await mine.update({ bio: null })).toEqual({ ...user.profile, fullName: 'New', bio: null, version: 4 })
    expect((await api.anyone.users.list({ q: 'NEW' })).items.map((found) => found.id)).toEqual([user.id])
  })

  test('is for the user only; NOT_FOUND without a profile', async () => {
    const [user, other, bare] = [await api.newUser(), await api.newUser(), await bareUser()]
    await expectRefusal(api.as(other).profiles.update({ userId: user.id, bio: 'X' }), 'NOT_ALLOWED')
    await expectRefusal(api.as(bare).profiles.update({ bio: 'X' }), 'PROFILE_NOT_FOUND')
    expect((await api.service.profiles.update({ userId: user.id, bio: 'By a service' })).bio).toBe('By a service')
  })
})

describe('profiles.delete', () => {
  test('deletes the profile and keeps the user', async () => {
    const user = await api.newUser()
    const deleted = await api.as(user).profiles.delete({})
    expect(deleted).toEqual({ id: user.profile?.id, userId: user.id })
    expect(await api.as(user).users.byId({ id: user.id })).toMatchObject({ username: user.username, profile: null })
    await expectRefusal(api.as(user).profiles.delete({}), 'PROFILE_NOT_FOUND')
  })

  test('is for the user only', async () => {
    const [user, other] = [await api.newUser(), await api.newUser()]
    await expectRefusal(api.as(other).profiles.delete({ userId: user.id }), 'NOT_ALLOWED')
    expect((await api.service.profiles.delete({ userId: user.id })).userId).toBe(user.id)
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('profiles.')).toEqual([]))
