import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { callAt, everyPage, expectRefusal, procedures, refusalOf, setupApi } from '../testing.ts'

const api = await setupApi()
const ann = await api.newUser('ann')
const bob = await api.newUser('bob')
const text = { title: 'Kumquat plans', content: 'Nobody reads about kumquats yet.' }
const tagName = 'kumquat'

/** A draft with all that may belong to one: it was published, liked and commented on, and unpublished. */
async function unpublished() {
  const { id } = await api.service.posts.create({
    ...text,
    authorId: ann.id,
    externalId: `blog:${crypto.randomUUID()}`,
    category: { connectOrCreate: { name: 'Fruit' } },
    tags: { connectOrCreate: [{ name: tagName }] },
  })
  await api.as(bob).likes.like({ postId: id })
  const comment = await api.as(bob).comments.create({ postId: id, body: 'A kumquat is small.' })
  await api.as(ann).comments.create({ postId: id, parentId: comment.id, body: 'Kumquats are.' })
  return { post: await api.as(ann).posts.unpublish({ id }), comment }
}

const seers = () => [api.as(ann), api.as(bob, 'admin'), api.service]
const others = () => [api.anyone, api.as(bob)]

describe('to all but its author, services and admins', () => {
  let hidden: Awaited<ReturnType<typeof unpublished>>
  let externalId = ''
  beforeAll(async () => {
    await api.as(bob).follows.follow({ userId: ann.id })
    hidden = await unpublished()
    await api.as(ann).posts.create({ ...text, draft: true, tags: { connectOrCreate: [{ name: tagName }] } })
    const rows = await api.store.read.db.select().from(api.store.read.tables.posts)
    externalId = rows.find(({ id }) => id === hidden.post.id)?.externalId ?? ''
  })

  /** The queries and mutations that name a post or a comment of it. */
  const naming = (): [string, object, 'POST_NOT_FOUND' | 'COMMENT_NOT_FOUND'][] => {
    const { post, comment } = hidden
    return [
      ['posts.byId', { id: post.id }, 'POST_NOT_FOUND'],
      ['posts.neighbours', { id: post.id }, 'POST_NOT_FOUND'],
      ['posts.byExternalId', { externalId }, 'POST_NOT_FOUND'],
      ['comments.list', { postId: post.id }, 'POST_NOT_FOUND'],
      ['comments.byId', { id: comment.id }, 'COMMENT_NOT_FOUND'],
      ['comments.replies', { commentId: comment.id }, 'COMMENT_NOT_FOUND'],
      ['comments.thread', { id: comment.id }, 'COMMENT_NOT_FOUND'],
      ['likes.users', { postId: post.id }, 'POST_NOT_FOUND'],
    ]
  }

  test('every query that names it, or what belongs to it, says that there is no such row', async () => {
    for (const [path, input, reason] of naming()) {
      for (const caller of others()) await expectRefusal(callAt(caller, path, input), reason)
      for (const caller of seers())
        expect(JSON.stringify(await callAt(caller, path, input))).not.toContain('draftAuthor')
    }
  })

  test('a draft without comments and likes does not differ from a post that does not exist', async () => {
    const { id } = await api.as(ann).posts.create({ ...text, draft: true })
    for (const path of ['comments.list', 'likes.users']) {
      for (const caller of others()) await expectRefusal(callAt(caller, path, { postId: id }), 'POST_NOT_FOUND')
      for (const caller of seers()) expect(await callAt(caller, path, { postId: id })).toMatchObject({ items: [] })
    }
  })

  test('every change is refused as if there were no such row, and changes nothing', async () => {
    const { post, comment } = hidden
    const { id: tagId } = await api.service.tags.create({ name: 'another tag' })
    const changes: [string, object, 'POST_NOT_FOUND' | 'COMMENT_NOT_FOUND'][] = [
      ['posts.update', { id: post.id, title: 'Mine' }, 'POST_NOT_FOUND'],
      ['posts.delete', { id: post.id }, 'POST_NOT_FOUND'],
      ['posts.publish', { id: post.id }, 'POST_NOT_FOUND'],
      ['posts.unpublish', { id: post.id }, 'POST_NOT_FOUND'],
      ['posts.addTag', { postId: post.id, tagId }, 'POST_NOT_FOUND'],
      ['posts.removeTag', { postId: post.id, tagId: post.tags[0]?.id }, 'POST_NOT_FOUND'],
      ['likes.like', { postId: post.id }, 'POST_NOT_FOUND'],
      ['likes.unlike', { postId: post.id }, 'POST_NOT_FOUND'],
      ['comments.create', { postId: post.id, body: 'First!' }, 'POST_NOT_FOUND'],
      // Of a comment that is the caller's own.
      ['comments.update', { id: comment.id, body: 'Changed' }, 'COMMENT_NOT_FOUND'],
      ['comments.delete', { id: comment.id }, 'COMMENT_NOT_FOUND'],
    ]
    for (const [path, input, reason] of changes) await expectRefusal(callAt(api.as(bob), path, input), reason)
    expect(await api.as(ann).posts.byId({ id: post.id })).toEqual(post)
    expect(await api.as(ann).likes.users({ postId: post.id })).toMatchObject({ items: [{ id: bob.id }] })
    expect(await api.as(ann).comments.byId({ id: comment.id })).toMatchObject({ body: 'A kumquat is small.' })
  })

  test('a like of a draft fails alone: others that share its transaction are kept', async () => {
    const { id } = await api.as(ann).posts.create({ title: 'Public', content: 'Public' })
    const likes = [hidden.post.id, id, hidden.post.id].map((postId) => api.as(bob).likes.like({ postId }))
    const answers = await Promise.allSettled(likes)
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected'])
    await api.as(ann).posts.delete({ id })
  })

  test('no list, feed, search or count has it, also in the eyes of its author', async () => {
    const inputs: Record<string, unknown> = {
      'users.byId': { id: ann.id },
      'users.byUsername': { username: 'ann' },
      'users.list': {},
      'posts.list': {},
      'tags.list': {},
      'tags.posts': { name: tagName },
      'categories.list': {},
      'categories.posts': { id: hidden.post.category?.id },
      'feed.list': {},
      'stats.blog': undefined,
      'stats.postsOverTime': {},
      'stats.topTags': {},
      'stats.topAuthors': {},
    }
    const lists = [
      ...Object.entries(inputs),
      ...[{ authorId: ann.id }, { categoryId: hidden.post.category?.id }, { likedBy: bob.id }].map(
        (filter) => ['posts.list', filter] as const,
      ),
      ...['all', 'any'].map((kind) => ['posts.list', { tags: { [kind]: [tagName] } }] as const),
      // Found by the index, by a scan, by words, and by the name of the author.
      ...['kumquat', 'ku', 'plans'].map((q) => ['search.posts', { q }] as const),
      ...['kumquat', '#kumquat', '@ann', 'ku'].map((q) => ['search.posts', { q, mode: 'words' }] as const),
    ]
    for (const caller of [api.as(bob), api.as(ann)]) {
      for (const [path, input] of lists) {
        const answer = JSON.stringify(await callAt(caller, path, input))
        expect([path, answer]).not.toEqual([path, expect.stringMatching(/umquat (plans|is)|umquats/)])
        expect([path, answer]).not.toEqual([path, expect.stringMatching(/"postCount":[1-9]/)])
      }
    }
    expect(await api.anyone.stats.blog()).toMatchObject({ postCount: 0, mostUsedTag: null, mostProlificAuthor: null })
  })

  test('every query is in this test, or returns neither posts nor what belongs to them', async () => {
    const tested = new Set(
      [
        ...naming().map(([path]) => path),
        'posts.list posts.drafts posts.imported users.byId users.byUsername users.list users.deletionPreview'.split(
          ' ',
        ),
        'tags.list tags.posts categories.list categories.posts feed.list search.posts'.split(' '),
        'stats.blog stats.postsOverTime stats.topTags stats.topAuthors'.split(' '),
      ].flat(),
    )
    // The tests of notifications have drafts too; changes are keys, for services; webhooks send keys, and are for admins.
    const harmless =
      /^(employees|follows|profiles|viewer|changes|webhooks)\.|^(users\.accounts|comments\.latest|notifications\.list)$|^(tags|categories)\.byId$/
    const missing = procedures.filter(({ kind, path }) => kind === 'query' && !tested.has(path) && !harmless.test(path))
    expect(missing.map(({ path }) => path)).toEqual([])
  })
})

describe('posts.create', () => {
  test('with draft makes a draft, which its author changes as any post', async () => {
    const draft = await api.as(ann).posts.create({ ...text, draft: true })
    expect(draft).toMatchObject({ draft: true, authorId: ann.id, createdAt: draft.updatedAt })
    expect(await api.as(ann).posts.byId({ id: draft.id })).toEqual(draft)
    const changed = await api.as(ann).posts.update({
      id: draft.id,
      title: 'Kumquats at last',
      tags: { connectOrCreate: [{ name: 'citrus' }] },
      version: draft.version,
    })
    expect(changed).toMatchObject({ draft: true, title: 'Kumquats at last', tags: [{ name: 'citrus' }] })
    expect(await api.as(ann).likes.like({ postId: draft.id })).toEqual({ likeCount: 1, likedByViewer: true })
    expect(await api.as(ann).comments.create({ postId: draft.id, body: 'To do' })).toMatchObject({ postId: draft.id })
    expect(await api.anyone.tags.list({ q: 'citrus' })).toMatchObject({ items: [{ postCount: 0 }] })
    expect((await api.as(ann).posts.create({ ...text, draft: false })).draft).toBe(false)
  })
})

describe('posts.publish', () => {
  test('publishes a draft at this moment, with its counts; a second time changes nothing', async () => {
    const cat = await api.newUser()
    const tags = { connectOrCreate: [{ name: 'published' }] }
    const draft = await api.as(cat).posts.create({ ...text, draft: true, tags })
    const before = new Date().toISOString()
    const post = await api.as(cat).posts.publish({ id: draft.id })
    expect(post).toMatchObject({ draft: false, updatedAt: post.createdAt })
    expect(post.createdAt >= before).toBe(true)
    expect(post.version).toBeGreaterThan(draft.version)
    expect(await api.as(cat).posts.publish({ id: draft.id })).toEqual(post)
    expect(await api.anyone.posts.byId({ id: post.id })).toEqual(post)
    expect((await api.anyone.tags.posts({ name: 'published' })).items).toEqual([post])
    expect((await api.anyone.tags.list({ q: 'published' })).items).toMatchObject([{ postCount: 1 }])
    expect(await api.anyone.users.byId({ id: cat.id })).toMatchObject({ postCount: 1, posts: { items: [post] } })
  })

  test('again keeps the moment of the first publication, the place in lists, the comments and the likes', async () => {
    const { post, comment } = await unpublished()
    const newer = await api.as(ann).posts.create({ ...text, title: 'Newer' })
    const again = await api.as(ann).posts.publish({ id: post.id })
    expect(again).toMatchObject({ draft: false, createdAt: post.createdAt, likeCount: 1, commentCount: 2 })
    const listed = (await api.anyone.posts.list({ authorId: ann.id })).items.map(({ id }) => id)
    expect(listed.indexOf(newer.id)).toBeLessThan(listed.indexOf(post.id))
    expect((await api.anyone.tags.posts({ name: tagName })).items).toContainEqual(again)
    expect((await api.anyone.comments.list({ postId: post.id })).items).toMatchObject([{ id: comment.id }])
    expect((await api.anyone.search.posts({ q: 'kumquat' })).items.map(({ post }) => post.id)).toContain(post.id)
  })

  test('keeps the moment that a service gave to a draft', async () => {
    const given = { authorId: ann.id, createdAt: '2021-05-10T00:00:00.000Z', draft: true }
    const draft = await api.service.posts.create({ ...text, ...given })
    expect(draft).toMatchObject({ draft: true, createdAt: given.createdAt })
    expect(await api.as(ann).posts.publish({ id: draft.id })).toMatchObject({ createdAt: given.createdAt })
  })
})

describe('posts.unpublish', () => {
  test('makes a post a draft, with the moment of its publication; a second time changes nothing', async () => {
    const post = await api.as(ann).posts.create({ ...text })
    const draft = await api.as(ann).posts.unpublish({ id: post.id })
    expect(draft).toMatchObject({ draft: true, createdAt: post.createdAt })
    expect(draft.version).toBeGreaterThan(post.version)
    expect(await api.as(ann).posts.unpublish({ id: post.id })).toEqual(draft)
    await expectRefusal(api.service.posts.unpublish({ id: 999_999 }), 'POST_NOT_FOUND')
  })
})

describe('posts.drafts', () => {
  test('lists the drafts of the viewer, newest change first', async () => {
    const cat = await api.newUser()
    const create = (draft: boolean) => api.as(cat).posts.create({ ...text, draft })
    const [first, second] = [await create(true), await create(true), await create(false)]
    const moment = new Date(Date.parse(second.updatedAt) + 60_000).toISOString()
    await api.store.write(({ db, tables }) =>
      db.update(tables.posts).set({ updatedAt: moment }).where(eq(tables.posts.id, first.id)),
    )
    const list = await everyPage((cursor) => api.as(cat).posts.drafts({ cursor, limit: 1 }))
    expect(list.map(({ id }) => id)).toEqual([first.id, second.id])
    expect(await api.service.posts.drafts({ userId: cat.id })).toMatchObject({ items: list })
    for (const caller of [api.as(bob), api.service])
      expect(await caller.posts.drafts({})).toEqual({ items: [], nextCursor: null })
    await expectRefusal(api.as(bob).posts.drafts({ userId: cat.id }), 'NOT_ALLOWED')
  })
})

describe('posts.neighbours', () => {
  test('are the posts that the same author has published before and after', async () => {
    const cat = await api.newUser()
    const ids: number[] = []
    for (const minute of ['00', '01', '01', '02']) {
      const createdAt = `2020-01-01T00:${minute}:00.000Z`
      ids.push((await api.service.posts.create({ ...text, title: `At ${minute}`, authorId: cat.id, createdAt })).id)
    }
    await api.as(cat).posts.create({ ...text, draft: true })
    const links = await Promise.all(ids.map((id) => api.anyone.posts.neighbours({ id })))
    expect(links.map(({ older, newer }) => [older?.id, newer?.id])).toEqual([
      [undefined, ids[1]],
      [ids[0], ids[2]],
      [ids[1], ids[3]],
      [ids[2], undefined],
    ])
    expect(links[0]?.newer).toEqual({ id: ids[1], title: 'At 01' })
    await api.as(cat).posts.unpublish({ id: ids[1] ?? 0 })
    expect((await api.anyone.posts.neighbours({ id: ids[0] ?? 0 })).newer?.id).toBe(ids[2])
    expect(await api.as(cat).posts.neighbours({ id: ids[1] ?? 0 })).toEqual({ older: null, newer: null })
    await expectRefusal(api.anyone.posts.neighbours({ id: 999_999 }), 'POST_NOT_FOUND')
  })
})

describe('what is deleted with a user or a category', () => {
  test('counts drafts, and a restriction heeds them', async () => {
    const cat = await api.newUser()
    const category = { connectOrCreate: { name: 'Only drafts' } }
    const draft = await api.as(cat).posts.create({ ...text, draft: true, category })
    const categoryId = draft.category?.id ?? 0
    expect(await api.as(cat).users.deletionPreview({ id: cat.id })).toMatchObject({ posts: 1 })
    await expectRefusal(api.service.categories.delete({ id: categoryId, posts: 'restrict' }), 'HAS_POSTS')
    expect((await refusalOf(api.service.users.delete({ id: cat.id, posts: 'restrict' }))).reason).toBe('HAS_POSTS')
    await api.service.categories.delete({ id: categoryId })
    expect(await api.as(cat).posts.byId({ id: draft.id })).toMatchObject({ category: null, draft: true })
    expect(await api.service.users.delete({ id: cat.id })).toMatchObject({ deleted: { posts: 1 } })
  })
})
