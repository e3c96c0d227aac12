import { MAX_THREAD_DEPTH } from '@trellis/db'
import { describe, expect, test } from 'vitest'
import { expectRefusal, setupApi, watchedStream } from '../testing.ts'

const api = await setupApi()
const [ann, bob, eve] = [await api.newUser('ann'), await api.newUser('bob'), await api.newUser('eve')]
const newPost = async (author = ann) =>
  (await api.service.posts.create({ title: 'T', content: 'C', authorId: author.id })).id
const commentCount = async (id: number) => (await api.anyone.posts.byId({ id })).commentCount
const bodies = (page: { items: { body: string | null }[] }) => page.items.map((comment) => comment.body)

describe('comments.changes', () => {
  test('has the comments and replies of a post, new, changed and deleted, and no others', async () => {
    const [postId, other] = [await newPost(), await newPost()]
    const stream = watchedStream(await api.anyone.comments.changes({ postId }))
    await stream.started()
    const { hasReplies: _, ...comment } = await api.as(bob).comments.create({ postId, body: 'New' })
    await api.as(bob).comments.create({ postId: other, body: 'Elsewhere' })
    expect(await stream.next()).toEqual({ kind: 'changed', rows: [comment] })
    const reply = await api.as(ann).comments.create({ postId, body: 'Reply', parentId: comment.id })
    const both = expect.arrayContaining([
      expect.objectContaining({ id: reply.id, body: 'Reply' }),
      expect.objectContaining({ id: comment.id, replyCount: 1 }),
    ])
    expect(await stream.next()).toEqual({ kind: 'changed', rows: both })
    await api.as(bob).comments.delete({ id: comment.id })
    expect(await stream.next()).toMatchObject({ rows: [{ id: comment.id, deleted: true, author: null, body: null }] })
    const position = stream.position()
    await api.as(ann).comments.delete({ id: reply.id })
    // The tombstone goes with its last reply.
    const again = watchedStream(await api.anyone.comments.changes({ postId, lastEventId: position }))
    expect(await again.next()).toEqual({ kind: 'deleted', ids: expect.arrayContaining([reply.id, comment.id]) })
    await expectRefusal(api.anyone.comments.changes({ postId: 999_999 }), 'POST_NOT_FOUND')
  })
})

describe('comments.create', () => {
  test('adds a comment of the viewer', async () => {
    const postId = await newPost()
    const comment = await api.as(bob).comments.create({ postId, body: ' Hello\n' })
    expect(comment).toEqual({
      id: expect.any(Number),
      postId,
      parentId: null,
      author: { id: bob.id, username: 'bob', fullName: 'The bob' },
      body: ' Hello\n',
      replyCount: 0,
      hasReplies: false,
      deleted: false,
      version: 1,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: comment.createdAt,
    })
    expect((await api.anyone.comments.list({ postId })).items).toEqual([comment])
    expect(await commentCount(postId)).toBe(1)
  })

  test('adds a reply, which counts for the parent and the post', async () => {
    const postId = await newPost()
    const parent = await api.as(bob).comments.create({ postId, body: 'Parent' })
    const reply = await api.as(ann).comments.create({ postId, body: 'Reply', parentId: parent.id })
    expect(reply.parentId).toBe(parent.id)
    expect((await api.anyone.comments.list({ postId })).items).toEqual([{ ...parent, replyCount: 1, hasReplies: true }])
    expect(await commentCount(postId)).toBe(2)
  })

  test('refuses a parent of another post and one that does not exist', async () => {
    const [postId, other] = [await newPost(), await newPost()]
    const { id: parentId } = await api.as(bob).comments.create({ postId: other, body: 'Elsewhere' })
    const answer = api.as(bob).comments.create({ postId, body: 'B', parentId })
    await expectRefusal(answer, 'PARENT_MISMATCH', ['parentId'])
    await expectRefusal(api.as(bob).comments.create({ postId, body: 'B', parentId: 999_999 }), 'COMMENT_NOT_FOUND')
    await expectRefusal(api.as(bob).comments.create({ postId: 999_999, body: 'B' }), 'POST_NOT_FOUND')
    expect([await commentCount(postId), await commentCount(other)]).toEqual([0, 1])
  })

  test('accepts replies up to the maximum depth of a thread', async () => {
    const postId = await newPost()
    let parentId: number | undefined
    for (let depth = 0; depth <= MAX_THREAD_DEPTH; depth++) {
      parentId = (await api.as(bob).comments.create({ postId, body: `${depth}`, parentId })).id
    }
    await expectRefusal(api.as(bob).comments.create({ postId, body: 'Deeper', parentId }), 'THREAD_TOO_DEEP')
    expect(await commentCount(postId)).toBe(MAX_THREAD_DEPTH + 1)
    await api.service.posts.delete({ id: postId })
    await expectRefusal(api.anyone.comments.replies({ commentId: parentId ?? 0 }), 'COMMENT_NOT_FOUND')
  })

  test('for another user needs a service or an admin', async () => {
    const postId = await newPost()
    await expectRefusal(api.as(bob).comments.create({ postId, body: 'B', authorId: ann.id }), 'NOT_ALLOWED')
    await expectRefusal(api.service.comments.create({ postId, body: 'B' }), 'INVALID_INPUT', ['authorId'])
    await expectRefusal(api.service.comments.create({ postId, body: 'B', authorId: 999_999 }), 'USER_NOT_FOUND')
    const comment = await api.as(bob, 'admin').comments.create({ postId, body: 'B', authorId: ann.id })
    expect(comment.author?.id).toBe(ann.id)
  })

  test('refuses an invalid body', async () => {
    const postId = await newPost()
    for (const body of ['', ' \n', 'x'.repeat(10_001), 'a\0', 'a\u0007', '\ud800']) {
      await expectRefusal(api.as(bob).comments.create({ postId, body }), 'INVALID_INPUT', ['body'])
    }
  })
})

describe('comments.byId', () => {
  test('returns a comment', async () => {
    const comment = await api.as(bob).comments.create({ postId: await newPost(), body: 'B' })
    expect(await api.anyone.comments.byId({ id: comment.id })).toEqual(comment)
    await expectRefusal(api.anyone.comments.byId({ id: 999_999 }), 'COMMENT_NOT_FOUND')
  })
})

describe('comments.list and comments.replies', () => {
  test('return one level each, oldest first, page by page', async () => {
    const postId = await newPost()
    const add = async (body: string, parentId?: number) =>
      (await api.as(bob).comments.create({ postId, body, parentId })).id
    const [first] = [await add('1'), await add('2'), await add('3')]
    const inner = await add('1.1', first)
    await add('1.2', first)
    await add('1.1.1', inner)
    const page = await api.anyone.comments.list({ postId, limit: 2 })
    expect(bodies(page)).toEqual(['1', '2'])
    expect(page.items.map((comment) => comment.replyCount)).toEqual([2, 0])
    const rest = await api.anyone.comments.list({ postId, cursor: page.nextCursor })
    expect([bodies(rest), rest.nextCursor]).toEqual([['3'], null])
    const replies = await api.anyone.comments.replies({ commentId: first, limit: 1 })
    expect(bodies(replies)).toEqual(['1.1'])
    const more = await api.anyone.comments.replies({ commentId: first, cursor: replies.nextCursor })
    expect([bodies(more), more.nextCursor]).toEqual([['1.2'], null])
  })

  test('return the newest first on request', async () => {
    const postId = await newPost()
    for (const body of ['1', '2', '3']) await api.as(bob).comments.create({ postId, body })
    const page = await api.anyone.comments.list({ postId, order: 'newest', limit: 2 })
    expect(bodies(page)).toEqual(['3', '2'])
    const rest = await api.anyone.comments.list({ postId, order: 'newest', cursor: page.nextCursor })
    expect([bodies(rest), rest.nextCursor]).toEqual([['1'], null])
  })

  test('are empty without comments, and refuse posts and comments that do not exist', async () => {
    const postId = await newPost()
    const nothing = { items: [], nextCursor: null }
    expect(await api.anyone.comments.list({ postId })).toEqual(nothing)
    const { id: commentId } = await api.as(bob).comments.create({ postId, body: 'B' })
    expect(await api.anyone.comments.replies({ commentId })).toEqual(nothing)
    await expectRefusal(api.anyone.comments.list({ postId: 999_999 }), 'POST_NOT_FOUND')
    await expectRefusal(api.anyone.comments.replies({ commentId: 999_999 }), 'COMMENT_NOT_FOUND')
  })
})

describe('comments.thread', () => {
  test('returns a comment and every comment above it, the top-level one first', async () => {
    const postId = await newPost()
    const add = (body: string, parentId?: number) => api.as(bob).comments.create({ postId, body, parentId })
    const top = await add('1')
    const inner = await add('1.1', top.id)
    await add('1.2', top.id)
    const { id } = await add('1.1.1', inner.id)
    expect(bodies({ items: await api.anyone.comments.thread({ id }) })).toEqual(['1', '1.1', '1.1.1'])
    expect(bodies({ items: await api.anyone.comments.thread({ id: top.id }) })).toEqual(['1'])
    await expectRefusal(api.anyone.comments.thread({ id: 999_999 }), 'COMMENT_NOT_FOUND')
  })
})

describe('comments.update', () => {
  test('changes the body', async () => {
    const comment = await api.as(bob).comments.create({ postId: await newPost(), body: 'Before' })
    const updated = await api.as(bob).comments.update({ id: comment.id, body: 'After' })
    expect(updated).toEqual({ ...comment, body: 'After', version: 2, updatedAt: updated.updatedAt })
    expect(updated.updatedAt >= comment.updatedAt).toBe(true)
  })

  test("is for the author only, not for the post's", async () => {
    const { id } = await api.as(bob).comments.create({ postId: await newPost(ann), body: 'B' })
    for (const other of [ann, eve]) {
      await expectRefusal(api.as(other).comments.update({ id, body: 'Mine' }), 'NOT_ALLOWED')
    }
    await expectRefusal(api.as(eve).comments.update({ id: 999_999, body: 'Mine' }), 'COMMENT_NOT_FOUND')
    expect((await api.as(eve, 'admin').comments.update({ id, body: 'Moderated' })).body).toBe('Moderated')
  })
})

describe('comments.delete', () => {
  test('leaves a tombstone if there are replies, which is not counted and is deleted with the last reply', async () => {
    const postId = await newPost()
    const add = async (parentId?: number) => (await api.as(bob).comments.create({ postId, body: 'B', parentId })).id
    const [top, stays] = [await add(), await add()]
    const reply = await add(top)
    const [deep, sibling] = [await add(reply), await add(reply)]
    expect(await api.as(bob).comments.delete({ id: reply })).toEqual({ id: reply })
    expect(await commentCount(postId)).toBe(4)
    const tombstone = { id: reply, parentId: top, deleted: true, author: null, body: null, replyCount: 2 }
    const { items } = await api.anyone.comments.list({ postId })
    expect(items).toMatchObject([
      { id: top, replyCount: 0, hasReplies: true, deleted: false },
      { id: stays, replyCount: 0, hasReplies: false, deleted: false },
    ])
    expect((await api.anyone.comments.replies({ commentId: top })).items).toMatchObject([tombstone])
    expect(await api.anyone.comments.byId({ id: reply })).toMatchObject(tombstone)
    expect(await api.anyone.comments.thread({ id: deep })).toMatchObject([{ id: top }, tombstone, { id: deep }])

    await api.as(bob).comments.delete({ id: sibling })
    expect(await api.anyone.comments.byId({ id: reply })).toMatchObject({ ...tombstone, replyCount: 1 })
    await api.as(bob).comments.delete({ id: top })
    await api.as(bob).comments.delete({ id: deep })
    expect(await commentCount(postId)).toBe(1)
    expect((await api.anyone.comments.list({ postId })).items.map(({ id }) => id)).toEqual([stays])
    for (const id of [top, reply, deep]) await expectRefusal(api.anyone.comments.byId({ id }), 'COMMENT_NOT_FOUND')
  })

  test('makes a tombstone NOT_FOUND for every caller', async () => {
    const postId = await newPost(ann)
    const { id } = await api.as(bob).comments.create({ postId, body: 'B' })
    await api.as(eve).comments.create({ postId, body: 'Stays', parentId: id })
    await api.as(ann).comments.delete({ id })
    for (const caller of [api.as(bob), api.as(ann), api.as(eve, 'admin')]) {
      await expectRefusal(caller.comments.delete({ id }), 'COMMENT_NOT_FOUND')
      await expectRefusal(caller.comments.update({ id, body: 'Back' }), 'COMMENT_NOT_FOUND')
    }
    await expectRefusal(api.as(bob).comments.create({ postId, body: 'B', parentId: id }), 'COMMENT_NOT_FOUND')
    expect(bodies(await api.anyone.comments.replies({ commentId: id }))).toEqual(['Stays'])
  })

  test('leaves no tombstone when the last replies are deleted concurrently', async () => {
    const postId = await newPost()
    const add = async (parentId?: number) => (await api.as(bob).comments.create({ postId, body: 'B', parentId })).id
    const top = await add()
    const branches = [await add(top), await add(top), await add(top)]
    const leaves = await Promise.all(branches.map((branch) => add(branch)))
    for (const id of [top, ...branches]) await api.as(bob).comments.delete({ id })
    await Promise.all(leaves.map((id) => api.as(bob).comments.delete({ id })))
    expect((await api.anyone.comments.list({ postId })).items).toEqual([])
    expect(await commentCount(postId)).toBe(0)
  })

  test("is for the author and the post's author", async () => {
    const postId = await newPost(ann)
    const add = async () => (await api.as(bob).comments.create({ postId, body: 'B' })).id
    const id = await add()
    await expectRefusal(api.as(eve).comments.delete({ id }), 'NOT_ALLOWED')
    expect(await api.as(ann).comments.delete({ id })).toEqual({ id })
    for (const caller of [api.as(bob), api.service, api.as(eve, 'admin')]) {
      const id = await add()
      expect(await caller.comments.delete({ id })).toEqual({ id })
    }
    await expectRefusal(api.anyone.comments.delete({ id }), 'NOT_SIGNED_IN')
  })
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('comments.')).toEqual([]))

describe('comments.latest', () => {
  test('lists the comments on all posts with their posts, newest first, without deleted ones', async () => {
    const post = await api.service.posts.create({ title: 'On latest', content: 'C', authorId: ann.id })
    const comment = (body: string) => api.service.comments.create({ postId: post.id, authorId: ann.id, body })
    const [first, gone, last] = [await comment('First'), await comment('Gone'), await comment('Last')]
    await api.service.comments.create({ postId: post.id, authorId: ann.id, body: 'Reply', parentId: gone.id })
    await api.service.comments.delete({ id: gone.id })
    const { items, nextCursor } = await api.service.comments.latest({ limit: 2 })
    expect(items).toMatchObject([{ body: 'Reply' }, { id: last.id, post: { id: post.id, title: 'On latest' } }])
    expect((await api.service.comments.latest({ limit: 1, cursor: nextCursor })).items).toMatchObject([
      { id: first.id },
    ])
  })
})
