import { describe, expect, it } from 'vitest'
import { setupApi } from '../testing.ts'

const api = await setupApi()
const now = new Date()

/** A time in the middle of the month, `ago` months before the current one. */
const monthsAgo = (ago: number) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 14)).toISOString()

async function write(authorId: number, createdAt: string, tags: string[] = []) {
  const connectOrCreate = tags.map((name) => ({ name }))
  await api.service.posts.create({ title: 'A post', content: 'Text', authorId, createdAt, tags: { connectOrCreate } })
}

const ada = await api.newUser('ada')
const ben = await api.newUser('ben')
await api.newUser('silent')
await write(ben.id, monthsAgo(0), ['peas', 'Beans'])
await write(ada.id, monthsAgo(1), ['peas'])
await write(ada.id, monthsAgo(1), ['Apples'])
await write(ada.id, monthsAgo(30), ['peas'])
await api.service.tags.create({ name: 'unused' })

describe('stats.postsOverTime', () => {
  it('counts the posts of each month, oldest first, months without posts too', async () => {
    const months = await api.anyone.stats.postsOverTime({ months: 3 })
    expect(months.map(({ postCount }) => postCount)).toEqual([0, 2, 1])
    expect(months.map(({ month }) => month)).toEqual([2, 1, 0].map((ago) => monthsAgo(ago).slice(0, 7)))
  })

  it('counts one year by default and more on request, in one statement', async () => {
    expect(await api.anyone.stats.postsOverTime({})).toHaveLength(12)
    api.statements.length = 0
    const months = await api.anyone.stats.postsOverTime({ months: 31 })
    expect(months[0]?.postCount).toBe(1)
    expect(api.statements).toHaveLength(1)
  })

  it('refuses an invalid number of months', async () => {
    await expect(api.anyone.stats.postsOverTime({ months: 0 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    await expect(api.anyone.stats.postsOverTime({ months: 61 })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
  })
})

describe('stats.topTags', () => {
  it('lists the tags with the most posts, ties by name, without unused ones', async () => {
    const tags = await api.anyone.stats.topTags({})
    expect(tags.map(({ name, postCount }) => [name, postCount])).toEqual([
      ['peas', 3],
      ['Apples', 1],
      ['Beans', 1],
    ])
    expect(await api.anyone.stats.topTags({ limit: 1 })).toHaveLength(1)
  })
})

describe('stats.topAuthors', () => {
  it('lists the authors with the most posts, with their names, without authors who have none', async () => {
    expect(await api.anyone.stats.topAuthors({})).toEqual([
      { id: ada.id, username: 'ada', fullName: 'The ada', postCount: 3 },
      { id: ben.id, username: 'ben', fullName: 'The ben', postCount: 1 },
    ])
  })
})
