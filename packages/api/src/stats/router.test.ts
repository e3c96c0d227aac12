import { describe, expect, test } from 'vitest'
import { setupApi } from '../testing.ts'

const api = await setupApi()
/** The current numbers: counts are cached for each store, and this is a new one. */
const blog = () => api.call({ kind: 'anyone' }, [{ ...api.store }]).stats.blog()

describe('stats.blog', () => {
  test('is zero and null at first, then counts the rows', async () => {
    const nothing = { userCount: 0, postCount: 0, tagCount: 0, mostUsedTag: null, mostProlificAuthor: null }
    expect(await blog()).toEqual(nothing)
    const [zoe, ann] = [await api.newUser('zoe'), await api.newUser('Ann')]
    const [b, a] = [await api.service.tags.create({ name: 'b' }), await api.service.tags.create({ name: 'A' })]
    expect(await blog()).toEqual({ ...nothing, userCount: 2, tagCount: 2 })

    const write = (authorId: number, ...tags: { id: number }[]) =>
      api.service.posts.create({
        authorId,
        title: 'T',
        content: 'C',
        tags: { connect: tags.map(({ id }) => ({ id })) },
      })
    await write(zoe.id, b)
    const first = { userCount: 2, postCount: 1, tagCount: 2, mostUsedTag: 'b', mostProlificAuthor: 'zoe' }
    expect(await blog()).toEqual(first)
    // Ties: the first name in alphabetical order, without regard to case.
    await write(ann.id, a)
    expect(await blog()).toEqual({ ...first, postCount: 2, mostUsedTag: 'A', mostProlificAuthor: 'Ann' })
    await write(zoe.id, b)
    expect(await blog()).toEqual({ ...first, postCount: 3 })
    await api.service.users.delete({ id: zoe.id })
    const left = { userCount: 1, postCount: 1, tagCount: 2, mostUsedTag: 'A', mostProlificAuthor: 'Ann' }
    expect(await blog()).toEqual(left)
  })

  test('counts once for concurrent calls', async () => {
    const caller = api.call({ kind: 'anyone' }, [{ ...api.store }])
    api.statements.length = 0
    await Promise.all(Array.from({ length: 20 }, () => caller.stats.blog()))
    expect(api.statements).toHaveLength(1)
  })
})
