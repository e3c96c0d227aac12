import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const [ann, bob] = [await api.newUser('ann'), await api.newUser('bob')]
const mine = api.as(ann).posts
const names = (post: { tags: { name: string }[] }) => post.tags.map((tag) => tag.name)
const [a, b, c] = [
  await api.service.tags.create({ name: 'a' }),
  await api.service.tags.create({ name: 'b' }),
  await api.service.tags.create({ name: 'c' }),
]
const withTags = (...connect: { id: number }[]) =>
  mine.create({ title: 'Title', content: 'Content', tags: { connect: connect.map(({ id }) => ({ id })) } })
const postCounts = async () => (await api.anyone.tags.list({})).items.map((tag) => [tag.name, tag.postCount])

describe('posts.update', () => {
  test('changes the given fields only, and nothing if none is given', async () => {
    const post = await withTags(a)
    const renamed = await mine.update({ id: post.id, title: ' New ' })
    expect(renamed).toEqual({ ...post, title: 'New', version: 2, updatedAt: renamed.updatedAt })
    expect(renamed.updatedAt >= post.updatedAt).toBe(true)
    const rewritten = await mine.update({ id: post.id, content: 'Rewritten' })
    expect(rewritten).toEqual({ ...renamed, content: 'Rewritten', version: 3, updatedAt: rewritten.updatedAt })
    expect(await mine.update({ id: post.id, tags: {} })).toEqual(rewritten)
    expect(await mine.byId({ id: post.id })).toEqual(rewritten)
    const tagged = await mine.update({ id: post.id, tags: { connect: [{ id: b.id }] } })
    expect(tagged).toEqual({ ...rewritten, tags: [a, b], version: 4, updatedAt: tagged.updatedAt })
  })

  test('connects, creates and disconnects a category', async () => {
    const post = await withTags()
    const { id } = await api.service.categories.create({ name: 'There' })
    const postCount = async () => (await api.anyone.categories.list({ q: 'there' })).items[0]?.postCount
    const category = { id, name: 'There' }
    expect((await mine.update({ id: post.id, category: { connect: { id } } })).category).toEqual(category)
    expect((await mine.update({ id: post.id, category: { connect: { id } } })).category).toEqual(category)
    expect(await postCount()).toBe(1)
    const connectOrCreate = { name: 'THERE' }
    expect((await mine.update({ id: post.id, category: { connectOrCreate } })).category).toEqual(category)
    expect((await mine.update({ id: post.id, category: { disconnect: true } })).category).toBeNull()
    expect((await mine.update({ id: post.id, category: { disconnect: true } })).category).toBeNull()
    expect(await postCount()).toBe(0)
  })

  test('connects, creates, disconnects and sets tags; a second call changes nothing', async () => {
    const { id } = await withTags(a)
    const steps = [
      [{ connect: [{ id: b.id }] }, ['a', 'b']],
      [{ connectOrCreate: [{ name: 'D' }, { name: 'd' }, { name: 'A' }] }, ['a', 'b', 'D']],
      [{ disconnect: [{ id: a.id }, { id: c.id }] }, ['b', 'D']],
      [{ set: [{ id: a.id }, { id: c.id }] }, ['a', 'c']],
      [{ set: [{ id: a.id }], connect: [{ id: b.id }], connectOrCreate: [{ name: 'c' }] }, ['a', 'b', 'c']],
      [{ disconnect: [{ id: a.id }], connect: [{ id: a.id }] }, ['a', 'b', 'c']],
      [{ set: [{ id: a.id }, { id: b.id }], disconnect: [{ id: a.id }] }, ['b']],
      [{}, ['b']],
      [{ set: [] }, []],
    ] as const
    for (const [tags, expected] of steps) {
      const change = JSON.parse(JSON.stringify(tags))
      expect(names(await mine.update({ id, tags: change }))).toEqual(expected)
      const counts = await postCounts()
      expect(names(await mine.update({ id, tags: change }))).toEqual(expected)
      expect(await postCounts()).toEqual(counts)
    }
  })

  test('changes nothing if a part of it fails', async () => {
    const post = await withTags(a, b)
    const change = { id: post.id, title: 'Changed', tags: { set: [{ id: c.id }] } }
    const nowhere = { connect: { id: 999_999 } }
    await expectRefusal(mine.update({ ...change, category: nowhere }), 'CATEGORY_NOT_FOUND')
    for (const kind of ['connect', 'disconnect', 'set']) {
      await expectRefusal(mine.update({ ...change, tags: { [kind]: [{ id: 999_999 }] } }), 'TAG_NOT_FOUND')
    }
    const names = Array.from({ length: 50 }, (_, n) => ({ name: `never made ${n}` }))
    await expectRefusal(mine.update({ ...change, tags: { connectOrCreate: names } }), 'TOO_MANY_TAGS', ['tags'])
    expect(await mine.byId({ id: post.id })).toEqual(post)
    expect((await api.anyone.tags.list({ q: 'never made' })).items).toEqual([])
  })

  test('is for the author only, and a refused call creates nothing', async () => {
    const post = await withTags()
    const change = { title: 'Mine', category: { connectOrCreate: { name: 'not mine' } } }
    await expectRefusal(api.as(bob).posts.update({ id: post.id, ...change }), 'NOT_ALLOWED')
    await expectRefusal(api.as(bob).posts.update({ id: 999_999, ...change }), 'POST_NOT_FOUND')
    expect((await api.anyone.categories.list({ q: 'not mine' })).items).toEqual([])
    expect(await mine.byId({ id: post.id })).toEqual(post)
    expect((await api.service.posts.update({ id: post.id, title: 'By a service' })).title).toBe('By a service')
    expect((await api.as(bob, 'admin').posts.update({ id: post.id, title: 'By an admin' })).title).toBe('By an admin')
  })

  test('refuses a category or tags with conflicting or no operations', async () => {
    const { id } = await withTags()
    const nothing = JSON.parse('{}')
    await expectRefusal(mine.update({ id, category: nothing }), 'INVALID_INPUT', ['category'])
    const many = Array.from({ length: 51 }, (_, n) => ({ id: n + 1 }))
    await expectRefusal(mine.update({ id, tags: { set: many } }), 'INVALID_INPUT', ['tags.set'])
    await expectRefusal(mine.update({ id, tags: { set: [{ id: 0 }] } }), 'INVALID_INPUT', ['tags.set.0.id'])
  })

  test('serializes two callers that set tags concurrently', async () => {
    const { id } = await withTags()
    for (let round = 0; round < 10; round++) {
      await Promise.all([[a], [b], [c]].map((set) => mine.update({ id, tags: { set: set.map(({ id }) => ({ id })) } })))
      expect((await mine.byId({ id })).tags).toHaveLength(1)
    }
  })
})

describe('posts.addTag', () => {
  test('adds a tag once', async () => {
    const post = await withTags()
    const count = async () => (await api.anyone.tags.list({ q: 'a' })).items.find((tag) => tag.id === a.id)?.postCount
    const before = (await count()) ?? 0
    const tagged = await mine.addTag({ postId: post.id, tagId: a.id })
    expect(tagged).toEqual({ ...post, tags: [a], version: 2 })
    expect(await mine.addTag({ postId: post.id, tagId: a.id })).toEqual(tagged)
    expect(await count()).toBe(before + 1)
  })

  test('refuses rows that do not exist, posts of others, and a 51st tag', async () => {
    const post = await withTags()
    await expectRefusal(mine.addTag({ postId: 999_999, tagId: a.id }), 'POST_NOT_FOUND')
    await expectRefusal(mine.addTag({ postId: post.id, tagId: 999_999 }), 'TAG_NOT_FOUND')
    await expectRefusal(api.as(bob).posts.addTag({ postId: post.id, tagId: a.id }), 'NOT_ALLOWED')
    const connectOrCreate = Array.from({ length: 50 }, (_, n) => ({ name: `many ${n}` }))
    await mine.update({ id: post.id, tags: { connectOrCreate } })
    await expectRefusal(mine.addTag({ postId: post.id, tagId: a.id }), 'TOO_MANY_TAGS', ['tags'])
  })
})

describe('posts.removeTag', () => {
  test('removes a tag; a second call changes nothing', async () => {
    const post = await withTags(a, b)
    const left = await mine.removeTag({ postId: post.id, tagId: a.id })
    expect(left).toEqual({ ...post, tags: [b], version: 2 })
    expect(await mine.removeTag({ postId: post.id, tagId: a.id })).toEqual(left)
  })

  test('refuses rows that do not exist and rows of others', async () => {
    const post = await withTags(a)
    await expectRefusal(mine.removeTag({ postId: 999_999, tagId: a.id }), 'POST_NOT_FOUND')
    await expectRefusal(mine.removeTag({ postId: post.id, tagId: 999_999 }), 'TAG_NOT_FOUND')
    await expectRefusal(api.as(bob).posts.removeTag({ postId: post.id, tagId: a.id }), 'NOT_ALLOWED')
    expect(names(await mine.byId({ id: post.id }))).toEqual(['a'])
  })
})

test('refuse for every reason they declare', () => {
  expect(['posts.update', 'posts.addTag', 'posts.removeTag'].flatMap(api.unseenReasons)).toEqual([])
})
