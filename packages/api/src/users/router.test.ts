import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
const write = (authorId: number, title: string) => api.service.posts.create({ authorId, title, content: 'Content' })
const noPosts = { items: [], nextCursor: null }

describe('users.create', () => {
  test('creates a user and a profile, and returns both', async () => {
    const profile = { fullName: 'Ada Lovelace', bio: 'Wrote the first program.' }
    const user = await api.service.users.create({ username: 'ada', email: 'Ada@Example.com', profile })
    expect(user).toEqual({
      id: expect.any(Number),
      username: 'ada',
      email: 'ada@example.com',
      createdAt: instant,
      profile: { id: expect.any(Number), userId: user.id, ...profile, version: 1 },
      postCount: 0,
      followerCount: 0,
      followingCount: 0,
      followedByViewer: false,
      version: 1,
    })
    expect(await api.service.users.byId({ id: user.id })).toEqual({ ...user, posts: noPosts })
  })

  test('creates a user without a profile, and a profile without a bio', async () => {
    const bare = await api.service.users.create({ username: 'bare', email: 'bare@example.com' })
    expect(bare.profile).toBeNull()
    const profile = { fullName: 'No Bio' }
    const user = await api.service.users.create({ username: 'bioless', email: 'bioless@example.com', profile })
    expect(user.profile).toEqual({ id: expect.any(Number), userId: user.id, fullName: 'No Bio', bio: null, version: 1 })
  })

  test('refuses a taken username, without regard to case and Unicode composition', async () => {
    await api.newUser('Éloïse')
    for (const username of ['Éloïse', 'ÉLOÏSE', 'éloïse', 'E\u0301loïse']) {
      await expectRefusal(api.service.users.create({ username, email: 'other@example.com' }), 'USERNAME_TAKEN', [
        'username',
      ])
    }
  })

  test('refuses a taken e-mail address, without regard to case', async () => {
    await api.newUser('mail')
    const answer = api.service.users.create({ username: 'mail2', email: 'MAIL@example.COM' })
    await expectRefusal(answer, 'EMAIL_TAKEN', ['email'])
    await expectRefusal(api.anyone.users.byUsername({ username: 'mail2' }), 'USER_NOT_FOUND')
  })

  test('refuses invalid names and addresses, naming the field', async () => {
    const email = 'ok@example.com'
    for (const username of ['', '   ', 'a b', '-a', '.a', 'a/b', 'a@b', 'x'.repeat(51), 'a\0', 'a\u0007', 'a\ud800']) {
      await expectRefusal(api.service.users.create({ username, email }), 'INVALID_INPUT', ['username'])
    }
    for (const email of ['', 'a', 'a@', '@b', 'a b@c.de', `${'x'.repeat(250)}@b.de`]) {
      await expectRefusal(api.service.users.create({ username: 'ok', email }), 'INVALID_INPUT', ['email'])
    }
    const profile = { fullName: ' ', bio: '\n' }
    const answer = api.service.users.create({ username: 'ok', email, profile })
    await expectRefusal(answer, 'INVALID_INPUT', ['profile.fullName', 'profile.bio'])
  })

  test('gives a name to one of two concurrent callers', async () => {
    const email = (n: number) => `racer${n}@example.com`
    const answers = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => api.service.users.create({ username: 'racer', email: email(n) })),
    )
    const refused = answers.filter((answer) => answer.status === 'rejected')
    expect(refused).toHaveLength(3)
    for (const { reason } of refused) await expectRefusal(Promise.reject(reason), 'USERNAME_TAKEN', ['username'])
  })
})

describe('users.byId and users.byUsername', () => {
  test('return the user with the profile and a page of posts, newest first', async () => {
    const user = await api.newUser('writer')
    const titles = ['one', 'two', 'three']
    for (const title of titles) await write(user.id, title)
    const found = await api.anyone.users.byId({ id: user.id, posts: { limit: 2 } })
    expect(found.posts.items.map((post) => post.title)).toEqual(['three', 'two'])
    expect(found).toMatchObject({ username: 'writer', profile: { fullName: 'The writer' }, postCount: 3 })
    const rest = await api.anyone.posts.list({ authorId: user.id, cursor: found.posts.nextCursor })
    expect(rest.items.map((post) => post.title)).toEqual(['one'])
    expect(await api.anyone.users.byUsername({ username: 'WRITER', posts: { limit: 2 } })).toEqual(found)
    expect((await api.anyone.users.byId({ id: user.id })).posts.items).toHaveLength(3)
  })

  test('show the e-mail address to the user, to services and admins, and to nobody else', async () => {
    const [user, other] = [await api.newUser('secret'), await api.newUser('curious')]
    const emails = await Promise.all(
      [api.as(user), api.service, api.as(other, 'admin'), api.as(other), api.anyone].map(async (caller) => [
        (await caller.users.byId({ id: user.id })).email,
        (await caller.users.byUsername({ username: 'secret' })).email,
        (await caller.users.list({ q: 'secret' })).items[0]?.email,
      ]),
    )
    const shown = Array(3).fill('secret@example.com')
    const hidden = Array(3).fill(null)
    expect(emails).toEqual([shown, shown, shown, hidden, hidden])
  })

  test('say whether the viewer follows the user and likes the posts', async () => {
    const [user, fan] = [await api.newUser(), await api.newUser()]
    const post = await write(user.id, 'liked')
    await api.as(fan).follows.follow({ userId: user.id })
    await api.as(fan).likes.like({ postId: post.id })
    const seen = await api.as(fan).users.byId({ id: user.id })
    expect(seen).toMatchObject({
      followedByViewer: true,
      followerCount: 1,
      posts: { items: [{ likedByViewer: true }] },
    })
    const unseen = await api.anyone.users.byId({ id: user.id })
    expect(unseen).toMatchObject({ followedByViewer: false, posts: { items: [{ likedByViewer: false }] } })
    expect((await api.anyone.users.byId({ id: fan.id })).followingCount).toBe(1)
  })

  test('return NOT_FOUND for a user that does not exist', async () => {
    await expectRefusal(api.anyone.users.byId({ id: 999_999 }), 'USER_NOT_FOUND')
    await expectRefusal(api.anyone.users.byUsername({ username: 'nobody' }), 'USER_NOT_FOUND')
    await expectRefusal(api.anyone.users.byId({ id: 0 }), 'INVALID_INPUT', ['id'])
    await expectRefusal(api.anyone.users.byId({ id: 1, posts: { limit: 101 } }), 'INVALID_INPUT', ['posts.limit'])
    await expectRefusal(api.anyone.users.byUsername({ username: '' }), 'INVALID_INPUT', ['username'])
  })
})

describe('users.list', () => {
  test('shows each user with the profile and the 3 newest posts', async () => {
    const user = await api.newUser('busy')
    for (const title of ['1', '2', '3', '4']) await write(user.id, title)
    const { items } = await api.anyone.users.list({ q: 'busy' })
    expect(items).toEqual([await api.anyone.users.byId({ id: user.id, posts: { limit: 3 } })])
    expect(items[0]?.posts.items.map((post) => post.title)).toEqual(['4', '3', '2'])
    expect(items[0]?.posts.nextCursor).not.toBeNull()
  })

  test('finds part of a username or a full name in any case; % and _ are plain characters', async () => {
    await api.newUser('Zoë_Ångström')
    const names = async (q: string) => (await api.anyone.users.list({ q })).items.map((user) => user.username)
    expect(await names('ËÅ')).toEqual([])
    expect(await names('ZOË_å')).toEqual(['Zoë_Ångström'])
    expect(await names('the zoë')).toEqual(['Zoë_Ångström'])
    expect(await names('zo%')).toEqual([])
    expect(await names('zoë-')).toEqual([])
  })

  test('is sorted by id, page by page', async () => {
    const first = await api.anyone.users.list({ limit: 2 })
    const second = await api.anyone.users.list({ limit: 2, cursor: first.nextCursor })
    const ids = [...first.items, ...second.items].map((user) => user.id)
    expect(ids).toEqual([...new Set(ids)].sort((a, b) => a - b))
    expect(ids).toHaveLength(4)
  })

  test('refuses a cursor of another list and a limit out of bounds', async () => {
    const { nextCursor } = await api.anyone.posts.list({ limit: 1 })
    expect(nextCursor).not.toBeNull()
    await expectRefusal(api.anyone.users.list({ cursor: nextCursor }), 'INVALID_CURSOR', ['cursor'])
    for (const limit of [0, 101, 1.5]) await expectRefusal(api.anyone.users.list({ limit }), 'INVALID_INPUT', ['limit'])
  })
})

describe('users.update', () => {
  test('of the e-mail address needs a sign-in of the last 5 minutes', async () => {
    const { id, username } = await api.newUser()
    const stale = api.call({ kind: 'user', id, username, role: 'user', signedInAt: new Date(Date.now() - 301_000) })
    await expectRefusal(stale.users.update({ id, email: 'elsewhere@example.com' }), 'SIGN_IN_AGAIN')
    expect((await stale.users.update({ id, username: `${username}-renamed` })).id).toBe(id)
  })

  test('of an e-mail address that was confirmed is for services and admins: users confirm it by mail', async () => {
    const user = await api.newUser()
    const { users } = api.store.read.tables
    const flag = async () => (await api.store.read.db.query.users.findFirst({ where: { id: user.id } }))?.emailVerified
    await api.store.write(({ db }) => db.update(users).set({ emailVerified: true }).where(eq(users.id, user.id)))
    const change = { id: user.id, email: 'unconfirmed@example.com' }
    await expectRefusal(api.as(user).users.update(change), 'CONFIRM_EMAIL')
    await api.as(user).users.update({ id: user.id, email: user.email ?? '', username: `${user.username}-2` })
    expect(await flag()).toBe(true)
    expect((await api.service.users.update(change)).email).toBe(change.email)
    expect(await flag()).toBe(false)
  })

  test('changes the given fields only', async () => {
    const user = await api.newUser('before')
    expect(await api.as(user).users.update({ id: user.id, username: 'After' })).toEqual({
      ...user,
      username: 'After',
      version: 2,
    })
    const email = 'after@example.com'
    expect(await api.service.users.update({ id: user.id, email })).toEqual({
      ...user,
      username: 'After',
      email,
      version: 3,
    })
    expect(await api.as(user).users.update({ id: user.id })).toEqual({ ...user, username: 'After', email, version: 3 })
    expect((await api.anyone.users.byUsername({ username: 'after' })).id).toBe(user.id)
  })

  test('accepts a change of case in the own name', async () => {
    const user = await api.newUser('cased')
    expect((await api.as(user).users.update({ id: user.id, username: 'CASED' })).username).toBe('CASED')
  })

  test('refuses taken names and addresses, and changes nothing', async () => {
    const [user, other] = [await api.newUser(), await api.newUser()]
    const mine = api.as(user)
    await expectRefusal(mine.users.update({ id: user.id, username: other.username.toUpperCase() }), 'USERNAME_TAKEN', [
      'username',
    ])
    const email = other.email ?? ''
    await expectRefusal(mine.users.update({ id: user.id, username: 'free', email }), 'EMAIL_TAKEN', ['email'])
    expect(await mine.users.byId({ id: user.id })).toMatchObject({ username: user.username, email: user.email })
  })

  test('is for the user only; NOT_FOUND for one that does not exist', async () => {
    const [user, other] = [await api.newUser(), await api.newUser()]
    await expectRefusal(api.as(other).users.update({ id: user.id, username: 'mine' }), 'NOT_ALLOWED')
    await expectRefusal(api.as(other).users.update({ id: 999_999, username: 'mine' }), 'USER_NOT_FOUND')
    await expectRefusal(api.service.users.update({ id: 999_999, username: 'mine' }), 'USER_NOT_FOUND')
  })
})

test('refuse for every reason they declare', () => {
  const paths = ['users.byId', 'users.byUsername', 'users.list', 'users.create', 'users.update']
  expect(paths.flatMap(api.unseenReasons)).toEqual([])
})
