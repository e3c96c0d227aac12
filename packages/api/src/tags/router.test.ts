import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const ann = await api.newUser('ann')
const write = (title: string, ...names: string[]) =>
  api.as(ann).posts.create({ title, content: 'C', tags: { connectOrCreate: names.map((name) => ({ name })) } })

describe('tags.create', () => {
  test('creates a tag, for any viewer', async () => {
    expect(await api.as(ann).tags.create({ name: '  New Tag ' })).toEqual({ id: expect.any(Number), name: 'New Tag' })
  })

  test('refuses an existing name, without regard to case and Unicode composition', async () => {
    await api.service.tags.create({ name: 'Café' })
    for (const name of ['Café', 'CAFÉ', 'cafe\u0301', ' café ']) {
      await expectRefusal(api.service.tags.create({ name }), 'TAG_EXISTS', ['name'])
    }
  })

  test('refuses an invalid name', async () => {
    for (const name of ['', ' \t', 'x'.repeat(101), 'a\0', 'a\u0007', '\ud800']) {
      await expectRefusal(api.service.tags.create({ name }), 'INVALID_INPUT', ['name'])
    }
  })
})

describe('tags.byId', () => {
  test('returns a tag with its count', async () => {
    const [tag] = (await write('One', 'by id')).tags
    expect(await api.anyone.tags.byId({ id: tag?.id ?? 0 })).toEqual({ ...tag, postCount: 1 })
    await expectRefusal(api.anyone.tags.byId({ id: 999_999 }), 'TAG_NOT_FOUND')
  })
})

describe('tags.list', () => {
  test('is sorted by name without regard to case, with counts', async () => {
    await write('1', 'list banana', 'List Apple')
    await write('2', 'LIST BANANA')
    await api.service.tags.create({ name: 'list Cherry' })
    expect((await api.anyone.tags.list({ q: 'LIST' })).items).toEqual([
      { id: expect.any(Number), name: 'List Apple', postCount: 1 },
      { id: expect.any(Number), name: 'list banana', postCount: 2 },
      { id: expect.any(Number), name: 'list Cherry', postCount: 0 },
    ])
  })

  test('finds a part of a name in any case; % and _ are plain characters', async () => {
    await api.service.tags.create({ name: '100%_SÜß' })
    const names = async (q: string) => (await api.anyone.tags.list({ q })).items.map((tag) => tag.name)
    for (const q of ['%', '_', '0%_', 'süß', 'SÜSS', 'Sü']) expect(await names(q)).toContain('100%_SÜß')
    expect(await names('1%0')).toEqual([])
    expect(await names("'")).toEqual([])
    expect(await names('"; drop table tags')).toEqual([])
  })

  test('returns pages of names whose folded form is much longer', async () => {
    const long = ['\ufdfa'.repeat(100), `${'\ufdfa'.repeat(99)}\ufdfb`, '\u{1f469}\u200d\u{1f4bb}'.repeat(20)]
    for (const name of long) await api.service.tags.create({ name })
    const q = '\ufdfa'.repeat(50)
    const first = await api.anyone.tags.list({ q, limit: 1 })
    const second = await api.anyone.tags.list({ q, limit: 1, cursor: first.nextCursor })
    expect(new Set([...first.items, ...second.items].map((tag) => tag.name))).toEqual(new Set(long.slice(0, 2)))
    expect(second.nextCursor).toBeNull()
  })
})

describe('tags.posts', () => {
  test('lists the posts with the tag, newest first, without regard to the case of the name', async () => {
    for (const title of ['old', 'middle', 'new']) await write(title, 'Posted')
    const first = await api.anyone.tags.posts({ name: 'POSTED', limit: 2 })
    expect(first.items.map((post) => post.title)).toEqual(['new', 'middle'])
    expect(first.items[0]).toEqual(await api.anyone.posts.byId({ id: first.items[0]?.id ?? 0 }))
    const rest = await api.anyone.tags.posts({ name: 'posted', cursor: first.nextCursor })
    expect(rest).toMatchObject({ items: [{ title: 'old' }], nextCursor: null })
  })

  test('is empty for a tag without posts, and refuses an unknown one', async () => {
    await api.service.tags.create({ name: 'unused' })
    expect(await api.anyone.tags.posts({ name: 'unused' })).toEqual({ items: [], nextCursor: null })
    await expectRefusal(api.anyone.tags.posts({ name: 'unknown' }), 'TAG_NOT_FOUND')
  })
})

describe('tags.rename', () => {
  test('renames a tag on all its posts', async () => {
    const post = await write('renamed', 'Before')
    const id = post.tags[0]?.id ?? 0
    expect(await api.service.tags.rename({ id, name: 'After' })).toEqual({ id, name: 'After' })
    expect((await api.anyone.posts.byId({ id: post.id })).tags).toEqual([{ id, name: 'After' }])
    expect((await api.anyone.tags.posts({ name: 'after' })).items).toHaveLength(1)
    await expectRefusal(api.anyone.tags.posts({ name: 'before' }), 'TAG_NOT_FOUND')
    expect(await api.as(ann, 'admin').tags.rename({ id, name: 'AFTER' })).toEqual({ id, name: 'AFTER' })
  })

  test('refuses an existing name, and a tag that does not exist', async () => {
    const { id } = await api.service.tags.create({ name: 'rename me' })
    await api.service.tags.create({ name: 'taken' })
    await expectRefusal(api.service.tags.rename({ id, name: 'TAKEN' }), 'TAG_EXISTS', ['name'])
    await expectRefusal(api.service.tags.rename({ id: 999_999, name: 'free' }), 'TAG_NOT_FOUND')
    await expectRefusal(api.as(ann).tags.rename({ id, name: 'free' }), 'NOT_ALLOWED')
  })
})

describe('tags.merge', () => {
  test('moves the posts to the other tag, and deletes the merged one', async () => {
    const posts = [await write('a', 'colour'), await write('b', 'colour', 'color'), await write('c', 'color')]
    const [colour, color] = await Promise.all(
      ['colour', 'color'].map(async (q) => (await api.anyone.tags.list({ q })).items[0]?.id ?? 0),
    )
    const kept = { id: color, name: 'color', postCount: 3 }
    expect(await api.as(ann, 'admin').tags.merge({ id: colour ?? 0, into: color ?? 0 })).toEqual(kept)
    expect(await api.anyone.tags.byId({ id: color ?? 0 })).toEqual(kept)
    await expectRefusal(api.anyone.tags.byId({ id: colour ?? 0 }), 'TAG_NOT_FOUND')
    for (const { id, updatedAt } of posts) {
      expect(await api.anyone.posts.byId({ id })).toMatchObject({ tags: [{ name: 'color' }], updatedAt })
    }
  })

  test('refuses a tag that does not exist, on either side, and the tag itself', async () => {
    const post = await write('not merged', 'merge me')
    const id = post.tags[0]?.id ?? 0
    await expectRefusal(api.service.tags.merge({ id, into: 999_999 }), 'TAG_NOT_FOUND')
    await expectRefusal(api.service.tags.merge({ id: 999_999, into: id }), 'TAG_NOT_FOUND')
    await expectRefusal(api.service.tags.merge({ id, into: id }), 'INVALID_INPUT', ['into'])
    const unused = await api.service.tags.create({ name: 'without posts' })
    await expectRefusal(api.service.tags.merge({ id: unused.id, into: 999_999 }), 'TAG_NOT_FOUND')
    expect((await api.anyone.posts.byId({ id: post.id })).tags).toEqual(post.tags)
    expect(await api.anyone.tags.byId({ id: unused.id })).toEqual({ ...unused, postCount: 0 })
  })
})

describe('tags.delete', () => {
  test('removes the tag from its posts and keeps them', async () => {
    const post = await write('kept', 'goes', 'stays')
    const gone = post.tags.find((tag) => tag.name === 'goes')
    expect(await api.service.tags.delete({ id: gone?.id ?? 0 })).toEqual({ id: gone?.id })
    expect((await api.anyone.posts.byId({ id: post.id })).tags.map((tag) => tag.name)).toEqual(['stays'])
    await expectRefusal(api.service.tags.delete({ id: gone?.id ?? 0 }), 'TAG_NOT_FOUND')
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('tags.')).toEqual([]))
