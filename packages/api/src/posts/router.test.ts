import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi, watchedStream } from '../testing.ts'

const api = await setupApi()
const ann = await api.newUser('ann')
const bob = await api.newUser('bob')
const text = { title: 'Title', content: 'Content' }
const newPost = (author = ann) => api.service.posts.create({ ...text, authorId: author.id })
const names = (post: { tags: { name: string }[] }) => post.tags.map((tag) => tag.name)
const newTag = async (name: string) => (await api.service.tags.create({ name })).id

describe('posts.create', () => {
  test('creates a post of the viewer', async () => {
    const before = Date.now()
    const post = await api.as(ann).posts.create({ title: '  Hello ', content: '  World\n' })
    expect(post).toEqual({
      id: expect.any(Number),
      title: 'Hello',
      content: '  World\n',
      authorId: ann.id,
      author: { id: ann.id, username: 'ann', fullName: 'The ann' },
      category: null,
      tags: [],
      likeCount: 0,
      commentCount: 0,
      likedByViewer: false,
      draft: false,
      version: 1,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      updatedAt: post.createdAt,
    })
    expect(Date.parse(post.createdAt)).toBeGreaterThanOrEqual(before)
    expect(Date.parse(post.createdAt)).toBeLessThanOrEqual(Date.now())
    expect(await api.anyone.posts.byId({ id: post.id })).toEqual(post)
  })

  test('connects and creates a category and tags; tags are sorted by name without regard to case', async () => {
    const connected = await newTag('Middle')
    const post = await api.as(ann).posts.create({
      ...text,
      category: { connectOrCreate: { name: 'Science' } },
      tags: { connect: [{ id: connected }], connectOrCreate: [{ name: 'zebra' }, { name: 'Ápfel' }, { name: 'APE' }] },
    })
    expect(names(post)).toEqual(['APE', 'Middle', 'zebra', 'Ápfel'])
    expect(post.category).toEqual({ id: expect.any(Number), name: 'Science' })
    const again = await api.as(bob).posts.create({
      ...text,
      category: { connectOrCreate: { name: 'SCIENCE' } },
      tags: {
        connect: [{ id: connected }, { id: connected }],
        connectOrCreate: [{ name: 'ZEBRA' }, { name: 'middle' }],
      },
    })
    expect(again.category).toEqual(post.category)
    expect(names(again)).toEqual(['Middle', 'zebra'])
    const byId = await api.as(bob).posts.create({ ...text, category: { connect: { id: post.category?.id ?? 0 } } })
    expect(byId.category).toEqual(post.category)
  })

  test('writes nothing if a part of it fails', async () => {
    const { db, tables } = api.store.read
    const rows = () => Promise.all([db.$count(tables.posts), db.$count(tables.tags), db.$count(tables.categories)])
    const before = await rows()
    const fresh = { connectOrCreate: [{ name: 'never made' }] }
    const create = api.service.posts.create
    const category = { connectOrCreate: { name: 'never made' } }
    const unknown = { ...fresh, connect: [{ id: 999_999 }] }
    await expectRefusal(create({ ...text, authorId: ann.id, category, tags: unknown }), 'TAG_NOT_FOUND')
    await expectRefusal(create({ ...text, authorId: 999_999, category, tags: fresh }), 'USER_NOT_FOUND')
    const nowhere = { connect: { id: 999_999 } }
    await expectRefusal(create({ ...text, authorId: ann.id, category: nowhere, tags: fresh }), 'CATEGORY_NOT_FOUND')
    const many = Array.from({ length: 50 }, (_, n) => ({ name: `too many ${n}` }))
    const tooMany = { connect: [{ id: await newTag('one too many') }], connectOrCreate: many }
    await expectRefusal(create({ ...text, authorId: ann.id, category, tags: tooMany }), 'TOO_MANY_TAGS', ['tags'])
    expect(await rows()).toEqual([before[0], before[1] + 1, before[2]])
    expect((await api.anyone.tags.list({ q: 'never made' })).items).toEqual([])
  })

  test('takes 50 tags', async () => {
    const connectOrCreate = Array.from({ length: 50 }, (_, n) => ({ name: `many ${n}` }))
    expect((await api.as(ann).posts.create({ ...text, tags: { connectOrCreate } })).tags).toHaveLength(50)
  })

  test('creates one post for an externalId', async () => {
    const create = () => api.service.posts.create({ ...text, authorId: ann.id, externalId: 'blog:1' })
    const post = await create()
    await expectRefusal(create(), 'POST_EXISTS', ['externalId'])
    expect(await api.anyone.posts.byExternalId({ externalId: 'blog:1' })).toEqual(post)
    const twice = await Promise.allSettled(
      [1, 2, 3].map(() => api.service.posts.create({ ...text, authorId: ann.id, externalId: 'blog:2' })),
    )
    expect(twice.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  })

  test('takes createdAt from a service or an admin, and returns it in UTC', async () => {
    const moments = [
      ['2020-02-29T12:00:00+02:00', '2020-02-29T10:00:00.000Z'],
      ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
      ['9998-12-31T23:59:59.999Z', '9998-12-31T23:59:59.999Z'],
      ['1969-07-20T20:17:40.123456Z', '1969-07-20T20:17:40.123Z'],
    ] as const
    for (const [given, createdAt] of moments) {
      const post = await api.as(bob, 'admin').posts.create({ ...text, authorId: ann.id, createdAt: given })
      expect(post.createdAt).toBe(createdAt)
      expect(await api.anyone.posts.byId({ id: post.id })).toMatchObject({ createdAt, updatedAt: createdAt })
    }
    for (const createdAt of ['yesterday', '2020-02-30T00:00:00Z', '2020-01-01', '0000-01-01T00:00:00Z', '']) {
      const answer = api.service.posts.create({ ...text, authorId: ann.id, createdAt })
      await expectRefusal(answer, 'INVALID_INPUT', ['createdAt'])
    }
  })

  test('refuses viewers what only services and admins may set', async () => {
    await expectRefusal(api.as(bob).posts.create({ ...text, authorId: ann.id }), 'NOT_ALLOWED')
    await expectRefusal(api.as(bob).posts.create({ ...text, externalId: 'mine' }), 'NOT_ALLOWED')
    await expectRefusal(api.as(bob).posts.create({ ...text, createdAt: '2020-01-01T00:00:00Z' }), 'NOT_ALLOWED')
    expect((await api.as(bob).posts.create({ ...text, authorId: bob.id })).authorId).toBe(bob.id)
    await expectRefusal(api.service.posts.create(text), 'INVALID_INPUT', ['authorId'])
  })

  test('refuses invalid texts, naming the field', async () => {
    const { create } = api.as(ann).posts
    for (const title of ['', ' \n ', 'x'.repeat(301), 'a\0b', 'a\u0007b', 'a\u0085b', '\udc00']) {
      await expectRefusal(create({ title, content: 'C' }), 'INVALID_INPUT', ['title'])
    }
    for (const content of ['', ' \n ', 'x'.repeat(100_001), 'a\0b', 'a\u0007b', '\u001b[31mred', '\udc00']) {
      await expectRefusal(create({ title: 'T', content }), 'INVALID_INPUT', ['content'])
    }
  })
})

describe('posts.byId and posts.byExternalId', () => {
  test('say whether the viewer likes the post', async () => {
    const externalId = 'liked'
    const { id } = await api.service.posts.create({ ...text, authorId: ann.id, externalId })
    await api.as(bob).likes.like({ postId: id })
    for (const [caller, likedByViewer] of [
      [api.as(bob), true],
      [api.as(ann), false],
      [api.anyone, false],
    ] as const) {
      expect(await caller.posts.byId({ id })).toMatchObject({ likeCount: 1, likedByViewer })
      expect(await caller.posts.byExternalId({ externalId })).toMatchObject({ likeCount: 1, likedByViewer })
    }
  })

  test('return NOT_FOUND for posts that do not exist', async () => {
    await expectRefusal(api.anyone.posts.byId({ id: 999_999 }), 'POST_NOT_FOUND')
    await expectRefusal(api.anyone.posts.byExternalId({ externalId: 'LIKED' }), 'POST_NOT_FOUND')
  })
})

describe('lists of posts', () => {
  test('have the content in full, or an excerpt of 300 characters without Markdown', async () => {
    const author = await api.newUser('essayist')
    const content = `# An essay\n\n${'**word** '.repeat(11_000)}`
    const { id, category } = await api.as(author).posts.create({
      title: 'Essay',
      content,
      category: { connectOrCreate: { name: 'essays' } },
      tags: { connectOrCreate: [{ name: 'essay' }] },
    })
    await api.as(bob).follows.follow({ userId: author.id })
    const [anyone, categoryId] = [api.anyone, category?.id ?? 0]
    const first = (page: { items: { content: string }[] }) => page.items[0]?.content
    for (const [length, expected] of [
      [undefined, content],
      ['full', content],
      ['excerpt', `An essay ${'word '.repeat(57)}word…`],
    ] as const) {
      const ask = { content: length }
      expect(first(await anyone.posts.list({ authorId: author.id, ...ask }))).toBe(expected)
      expect(first(await anyone.tags.posts({ name: 'essay', ...ask }))).toBe(expected)
      expect(first(await anyone.categories.posts({ id: categoryId, ...ask }))).toBe(expected)
      expect(first(await api.as(bob).feed.list(ask))).toBe(expected)
      expect(first((await anyone.users.byId({ id: author.id, posts: ask })).posts)).toBe(expected)
      expect(first((await anyone.users.byUsername({ username: 'essayist', posts: ask })).posts)).toBe(expected)
      const [listed] = (await anyone.users.list({ q: 'essayist', ...ask })).items
      expect(listed && first(listed.posts)).toBe(expected)
      const [hit] = (await anyone.search.posts({ q: 'word', authorId: author.id, ...ask })).items
      expect(hit).toMatchObject({ post: { content: expected }, snippet: expect.stringContaining('word') })
    }
    expect((await anyone.posts.byId({ id })).content).toBe(content)
  })
})

describe('posts.changes', () => {
  test('has new posts, every change of their counts, and the ids of deleted ones', async () => {
    const author = await api.newUser()
    const [all, own] = [
      watchedStream(await api.as(bob).posts.changes({})),
      watchedStream(await api.as(bob).posts.changes({ authorId: author.id })),
    ]
    await Promise.all([all.started(), own.started()])
    const { likedByViewer: _, ...post } = await newPost(author)
    await newPost(bob)
    const both = async () => [await all.next(), await own.next()]
    expect(await both()).toMatchObject([{ kind: 'changed' }, { kind: 'changed', rows: [post] }])
    const one = watchedStream(await api.anyone.posts.changes({ id: post.id }))
    await one.started()
    await api.as(bob).likes.like({ postId: post.id })
    expect(await one.next()).toEqual({ kind: 'changed', rows: [{ ...post, likeCount: 1 }] })
    await api.as(bob).comments.create({ postId: post.id, body: 'B' })
    expect(await one.next()).toEqual({ kind: 'changed', rows: [{ ...post, likeCount: 1, commentCount: 1 }] })
    const tag = await newTag('watched')
    const tagged = await api.as(author).posts.addTag({ postId: post.id, tagId: tag })
    expect(await one.next()).toMatchObject({ rows: [{ version: tagged.version, tags: [{ id: tag }] }] })
    await api.as(author).posts.delete({ id: post.id })
    expect(await one.next()).toEqual({ kind: 'deleted', ids: [post.id] })
  })
})

describe('a draft', () => {
  test('is in no stream: it is new when it is published, and deleted when it is unpublished', async () => {
    const author = await api.newUser()
    const stream = watchedStream(await api.anyone.posts.changes({ authorId: author.id }))
    await stream.started()
    const { id } = await api.as(author).posts.create({ ...text, draft: true })
    await api.as(author).posts.update({ id, title: 'Not ready' })
    await api.as(author).posts.publish({ id })
    expect(await stream.next()).toMatchObject({ kind: 'changed', rows: [{ id, draft: false }] })
    const comments = watchedStream(await api.as(bob).comments.changes({ postId: id }))
    await comments.started()
    const position = stream.position()
    await api.as(author).posts.unpublish({ id })
    await api.as(author).posts.update({ id, content: 'A secret' })
    const again = watchedStream(await api.anyone.posts.changes({ authorId: author.id, lastEventId: position }))
    expect([await stream.next(), await again.next()]).toEqual(Array(2).fill({ kind: 'deleted', ids: [id] }))
    await api.as(author).comments.create({ postId: id, body: 'A secret' })
    expect(await comments.next()).toEqual({ kind: 'reset' })
    await expectRefusal(api.as(bob).comments.changes({ postId: id }), 'POST_NOT_FOUND')
    const own = watchedStream(await api.as(author).comments.changes({ postId: id }))
    await own.started()
    await api.as(author).posts.publish({ id })
    expect([await own.next(), await comments.next()]).toEqual([{ kind: 'reset' }, { kind: 'reset' }])
    await api.as(bob).comments.create({ postId: id, body: 'Public' })
    expect(await comments.next()).toMatchObject({ rows: [{ body: 'Public' }] })
  })
})

describe('posts.delete', () => {
  test('deletes comments, likes and tag links, and keeps the tags', async () => {
    const post = await api.as(ann).posts.create({ ...text, tags: { connectOrCreate: [{ name: 'outlives' }] } })
    const comment = await api.as(bob).comments.create({ postId: post.id, body: 'B' })
    await api.as(bob).comments.create({ postId: post.id, body: 'B', parentId: comment.id })
    await api.as(bob).likes.like({ postId: post.id })
    const before = (await api.anyone.users.byId({ id: ann.id })).postCount
    expect(await api.as(ann).posts.delete({ id: post.id })).toEqual({ id: post.id })
    await expectRefusal(api.anyone.posts.byId({ id: post.id }), 'POST_NOT_FOUND')
    await expectRefusal(api.anyone.comments.replies({ commentId: comment.id }), 'COMMENT_NOT_FOUND')
    await expectRefusal(api.anyone.likes.users({ postId: post.id }), 'POST_NOT_FOUND')
    expect((await api.anyone.tags.list({ q: 'outlives' })).items).toMatchObject([{ postCount: 0 }])
    expect((await api.anyone.users.byId({ id: ann.id })).postCount).toBe(before - 1)
  })

  test('is for the author only; a second call is NOT_FOUND', async () => {
    const post = await newPost()
    await expectRefusal(api.as(bob).posts.delete({ id: post.id }), 'NOT_ALLOWED')
    await api.as(bob, 'admin').posts.delete({ id: post.id })
    await expectRefusal(api.as(ann).posts.delete({ id: post.id }), 'POST_NOT_FOUND')
    await expectRefusal(api.service.posts.delete({ id: post.id }), 'POST_NOT_FOUND')
  })
})

test('refuse for every reason they declare', () => {
  expect(['posts.create', 'posts.by', 'posts.delete'].flatMap(api.unseenReasons)).toEqual([])
})
