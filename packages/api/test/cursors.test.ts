import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { procedures } from '../src/procedures.ts'
import { callAt, refusalOf, setupApi } from '../src/testing.ts'

const api = await setupApi()
const user = await api.newUser()
const post = await api.service.posts.create({
  title: 'Title',
  content: 'Content',
  authorId: user.id,
  tags: { connectOrCreate: [{ name: 'tag' }] },
  category: { connectOrCreate: { name: 'category' } },
})
await api.service.comments.create({ postId: post.id, body: 'Body', authorId: user.id })
await api.service.employees.create({ name: 'Employee' })
await api.service.webhooks.create({ url: 'https://hook.example/', tables: ['posts'] })
/** Values for the required inputs of the lists. */
const values: Record<string, unknown> = {
  id: 1,
  userId: user.id,
  postId: post.id,
  commentId: 1,
  name: 'tag',
  q: 'text',
  prefix: 'blog:',
}

const paged = procedures.filter(({ reasons }) => reasons.includes('INVALID_CURSOR'))
const encode = (key: unknown) => Buffer.from(JSON.stringify(key)).toString('base64url')
const junk = [
  '',
  'nonsense',
  '💥',
  encode(null),
  encode({}),
  encode([]),
  encode([null, null]),
  encode([1, 2, 3, 4]),
  encode([-1, -1]),
  encode([1e300, 1]),
  encode([1.5, 1.5]),
  encode([2, 1, 1]),
  encode(['a\0', 1]),
  encode(['a\ud800', 1]),
  'x'.repeat(20_000),
]

describe('an invalid cursor', () => {
  test('is an input of every list that returns cursors', () => {
    const handsOut = procedures.filter(({ output }) => output instanceof z.ZodObject && 'nextCursor' in output.shape)
    expect(paged.map(({ path }) => path)).toEqual(handsOut.map(({ path }) => path))
  })

  test.each(paged)('is refused by $path', async ({ path, input }) => {
    const shape = input instanceof z.ZodObject ? Object.keys(input.shape) : []
    const given = Object.fromEntries(shape.flatMap((key) => (key in values ? [[key, values[key]]] : [])))
    await callAt(api.service, path, given)
    for (const cursor of junk) {
      const refusal = await refusalOf(callAt(api.service, path, { ...given, cursor }))
      expect(refusal).toEqual({ code: 'BAD_REQUEST', reason: 'INVALID_CURSOR', fields: ['cursor'] })
    }
    const both = await refusalOf(callAt(api.service, path, { ...given, cursor: '', limit: 0 }))
    expect(both).toMatchObject({ reason: 'INVALID_INPUT', fields: expect.arrayContaining(['cursor', 'limit']) })
  })
})
