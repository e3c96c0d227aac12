import { describe, expect, test } from 'vitest'
import { refusalOf, setupApi } from '../testing.ts'

const api = await setupApi()
const author = await api.newUser()

/** Creates posts under these external ids. */
async function create(...externalIds: string[]) {
  for (const externalId of externalIds) {
    await api.service.posts.create({ title: externalId, content: 'Text', authorId: author.id, externalId })
  }
}

describe('posts.imported', () => {
  test('lists the posts of a prefix by external id, and no others', async () => {
    await create('blog:a/2', 'blog:a/1', 'blog:a/éclair', 'blog:a/🦉', 'blog:ab/1', 'blog:b/1', 'blog:A/1')
    await api.service.posts.create({ title: 'Not imported', content: 'Text', authorId: author.id })
    const { items, nextCursor } = await api.service.posts.imported({ prefix: 'blog:a/' })
    expect(items.map((post) => post.externalId)).toEqual(['blog:a/1', 'blog:a/2', 'blog:a/éclair', 'blog:a/🦉'])
    expect(items[0]).toMatchObject({ title: 'blog:a/1', author: { username: author.username }, tags: [] })
    expect(nextCursor).toBeNull()
  })

  test('pages have no gaps and no duplicates, in two statements each', async () => {
    const externalIds = Array.from({ length: 25 }, (_, index) => `pages:${String(index).padStart(2, '0')}`)
    await create(...externalIds.toReversed())
    const found: string[] = []
    let cursor: string | null | undefined
    do {
      api.statements.length = 0
      const page = await api.service.posts.imported({ prefix: 'pages:', limit: 10, cursor })
      expect(api.statements).toHaveLength(2)
      found.push(...page.items.map((post) => post.externalId))
      cursor = page.nextCursor
    } while (cursor)
    expect(found).toEqual(externalIds)
  })

  test('takes % and _ in a prefix as plain characters', async () => {
    await create('plain:100%_a', 'plain:100xxa')
    const { items } = await api.service.posts.imported({ prefix: 'plain:100%_' })
    expect(items.map((post) => post.externalId)).toEqual(['plain:100%_a'])
  })

  test('a cursor of another list is INVALID_CURSOR', async () => {
    const { nextCursor } = await api.anyone.posts.list({ limit: 1 })
    const refusal = await refusalOf(api.service.posts.imported({ prefix: 'blog:', cursor: nextCursor }))
    expect(refusal).toMatchObject({ code: 'BAD_REQUEST', reason: 'INVALID_CURSOR' })
  })
})
