import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const ann = await api.newUser('ann')
const write = (id: number, title = 'Title') =>
  api.as(ann).posts.create({ title, content: 'C', category: { connect: { id } } })
let count = 0
const newCategory = async () => (await api.service.categories.create({ name: `category ${++count}` })).id
const postCount = async (id: number) =>
  (await api.anyone.categories.list({ limit: 100 })).items.find((category) => category.id === id)?.postCount

describe('categories.create', () => {
  test('creates a category, for any viewer', async () => {
    expect(await api.as(ann).categories.create({ name: ' New ' })).toEqual({ id: expect.any(Number), name: 'New' })
  })

  test('refuses an existing name, without regard to case', async () => {
    await api.service.categories.create({ name: 'École' })
    await expectRefusal(api.service.categories.create({ name: 'ÉCOLE' }), 'CATEGORY_EXISTS', ['name'])
  })
})

describe('categories.byId', () => {
  test('returns a category with its count', async () => {
    const category = await api.service.categories.create({ name: 'By id' })
    expect(await api.anyone.categories.byId({ id: category.id })).toEqual({ ...category, postCount: 0 })
    await expectRefusal(api.anyone.categories.byId({ id: 999_999 }), 'CATEGORY_NOT_FOUND')
  })
})

describe('categories.list', () => {
  test('is sorted by name, has counts, and finds a part of a name', async () => {
    const { id } = await api.service.categories.create({ name: 'List B' })
    await api.service.categories.create({ name: 'list a' })
    await write(id)
    const page = await api.anyone.categories.list({ q: 'LIST', limit: 1 })
    expect(page.items).toEqual([{ id: expect.any(Number), name: 'list a', postCount: 0 }])
    const rest = await api.anyone.categories.list({ q: 'LIST', cursor: page.nextCursor })
    expect(rest).toEqual({ items: [{ id, name: 'List B', postCount: 1 }], nextCursor: null })
  })
})

describe('categories.posts', () => {
  test('lists the posts of the category, newest first', async () => {
    const id = await newCategory()
    for (const title of ['old', 'middle', 'new']) await write(id, title)
    const first = await api.anyone.categories.posts({ id, limit: 2 })
    expect(first.items.map((post) => post.title)).toEqual(['new', 'middle'])
    const rest = await api.anyone.categories.posts({ id, cursor: first.nextCursor })
    expect(rest).toMatchObject({ items: [{ title: 'old', category: { id } }], nextCursor: null })
  })

  test('is empty for a category without posts, and refuses one that does not exist', async () => {
    expect(await api.anyone.categories.posts({ id: await newCategory() })).toEqual({ items: [], nextCursor: null })
    await expectRefusal(api.anyone.categories.posts({ id: 999_999 }), 'CATEGORY_NOT_FOUND')
  })
})

describe('categories.rename', () => {
  test('renames a category on all its posts', async () => {
    const id = await newCategory()
    const post = await write(id)
    expect(await api.as(ann, 'admin').categories.rename({ id, name: 'After' })).toEqual({ id, name: 'After' })
    expect((await api.anyone.posts.byId({ id: post.id })).category).toEqual({ id, name: 'After' })
  })

  test('refuses an existing name, and a category that does not exist', async () => {
    const id = await newCategory()
    await api.service.categories.create({ name: 'taken' })
    await expectRefusal(api.service.categories.rename({ id, name: 'TAKEN' }), 'CATEGORY_EXISTS', ['name'])
    await expectRefusal(api.service.categories.rename({ id: 999_999, name: 'free' }), 'CATEGORY_NOT_FOUND')
    await expectRefusal(api.as(ann).categories.rename({ id, name: 'free' }), 'NOT_ALLOWED')
  })
})

describe('categories.delete', () => {
  test('leaves the posts without a category', async () => {
    const id = await newCategory()
    const post = await write(id)
    expect(await api.service.categories.delete({ id })).toEqual({ id })
    expect(await api.anyone.posts.byId({ id: post.id })).toEqual({ ...post, category: null })
    await expectRefusal(api.service.categories.delete({ id }), 'CATEGORY_NOT_FOUND')
  })

  test('moves the posts, otherwise unchanged, with moveTo', async () => {
    const [id, other] = [await newCategory(), await newCategory()]
    const post = await write(id)
    expect(await api.service.categories.delete({ id, posts: { moveTo: other } })).toEqual({ id })
    expect(await api.anyone.posts.byId({ id: post.id })).toMatchObject({
      category: { id: other },
      updatedAt: post.updatedAt,
    })
    expect(await postCount(other)).toBe(1)
  })

  test('refuses to move posts to itself or to a category that does not exist, also without posts', async () => {
    const [full, empty] = [await newCategory(), await newCategory()]
    const post = await write(full)
    for (const id of [full, empty]) {
      const nowhere = { moveTo: 999_999 }
      await expectRefusal(api.service.categories.delete({ id, posts: nowhere }), 'CATEGORY_NOT_FOUND')
      const itself = { moveTo: id }
      await expectRefusal(api.service.categories.delete({ id, posts: itself }), 'INVALID_INPUT', ['posts.moveTo'])
    }
    expect(await api.anyone.posts.byId({ id: post.id })).toEqual(post)
    expect([await postCount(full), await postCount(empty)]).toEqual([1, 0])
  })

  test('with policy restrict, refuses if there are posts and deletes if there are none', async () => {
    const id = await newCategory()
    const post = await write(id)
    await expectRefusal(api.service.categories.delete({ id, posts: 'restrict' }), 'HAS_POSTS')
    expect(await api.anyone.posts.byId({ id: post.id })).toEqual(post)
    await api.service.posts.delete({ id: post.id })
    expect(await api.service.categories.delete({ id, posts: 'restrict' })).toEqual({ id })
  })

  test('keeps the category of a post that is added while the posts are moved', async () => {
    const heir = await newCategory()
    for (let round = 0; round < 10; round++) {
      const id = await newCategory()
      const written = Promise.allSettled([1, 2, 3].map(() => write(id)))
      const deleted = api.service.categories.delete({ id, posts: { moveTo: heir } })
      const [posts] = await Promise.all([written, deleted.catch(() => 'somebody was faster')])
      for (const post of posts) {
        if (post.status === 'rejected') await expectRefusal(Promise.reject(post.reason), 'CATEGORY_NOT_FOUND')
        else expect((await api.anyone.posts.byId({ id: post.value.id })).category?.id).toBeOneOf([id, heir])
      }
    }
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('categories.')).toEqual([]))
