import { describe, expect, test } from 'vitest'
import type { RouterInputs } from '../index.ts'
import { everyPage, expectRefusal, setupApi } from '../testing.ts'

const api = await setupApi()
const [ann, bob] = [await api.newUser('ann'), await api.newUser('bob')]
const science = await api.service.categories.create({ name: 'science' })
/** A post for every combination of author, category and three tags. Its title names the combination. */
for (const author of [ann, bob]) {
  for (const category of ['', 'science']) {
    for (const tags of ['', 'a', 'b', 'c', 'ab', 'ac', 'bc', 'abc']) {
      const post = await api.service.posts.create({
        title: [author.username, category, tags].filter(Boolean).join(' '),
        content: 'Content',
        authorId: author.id,
        ...(category && { category: { connect: { id: science.id } } }),
        tags: { connectOrCreate: [...tags].map((name) => ({ name })) },
      })
      if (tags.includes('c')) await api.as(ann).likes.like({ postId: post.id })
    }
  }
}

type Filter = RouterInputs['posts']['list']
async function titles(filter: Filter): Promise<string[]> {
  const { items } = await api.anyone.posts.list({ limit: 100, ...filter })
  return items.map((post) => post.title)
}
const all = await titles({})
const words = (title: string) => new Set(title.split(' '))
const tagsOf = (title: string) => new Set([...words(title)].filter((word) => /^[abc]+$/.test(word)).join(''))

describe('posts.list', () => {
  test('lists all posts, newest first', () => {
    expect(all).toHaveLength(32)
    expect(all[0]).toBe('bob science abc')
    expect(all.at(-1)).toBe('ann')
  })

  const filters: [string, Filter, (title: string) => boolean][] = [
    ['an author', { authorId: ann.id }, (title) => words(title).has('ann')],
    ['a category', { categoryId: science.id }, (title) => words(title).has('science')],
    ['a tag, whatever its case', { tags: { all: ['A'] } }, (title) => tagsOf(title).has('a')],
    ['all of two tags', { tags: { all: ['a', 'b'] } }, (title) => tagsOf(title).isSupersetOf(new Set('ab'))],
    ['any of two tags', { tags: { any: ['a', 'b'] } }, (title) => !tagsOf(title).isDisjointFrom(new Set('ab'))],
    ['none of two tags', { tags: { none: ['a', 'b'] } }, (title) => tagsOf(title).isDisjointFrom(new Set('ab'))],
    ['likes', { likedBy: ann.id }, (title) => tagsOf(title).has('c')],
    ['no tags at all', { tags: { all: [], any: [], none: [] } }, () => true],
    ['a tag that nobody knows', { tags: { all: ['a', 'nobody'] } }, () => false],
    ['any of a tag and an unknown one', { tags: { any: ['a', 'nobody'] } }, (title) => tagsOf(title).has('a')],
    ['any of unknown tags', { tags: { any: ['nobody'] } }, () => false],
    ['none of unknown tags', { tags: { none: ['nobody'] } }, () => true],
    ['the same tag twice', { tags: { all: ['a', 'A'], any: ['a', 'a'] } }, (title) => tagsOf(title).has('a')],
    ['a tag it must not have', { tags: { all: ['a'], none: ['A'] } }, () => false],
    ['an author nobody knows', { authorId: 999_999 }, () => false],
    ['a reader nobody knows', { likedBy: 999_999 }, () => false],
  ]
  test.each(filters)('narrows to %s', async (_, filter, passes) => {
    expect(await titles(filter)).toEqual(all.filter(passes))
  })

  // Each pair of filters, and all of them together.
  const merge = (one: Filter = {}, other: Filter = {}): Filter => {
    const tags = { ...one.tags, ...other.tags }
    return { ...one, ...other, ...(Object.keys(tags).length > 0 && { tags }) }
  }
  test('combines every two filters', async () => {
    for (const [, one, passesOne] of filters) {
      for (const [, other, passesOther] of filters) {
        const kinds = (filter: Filter) => [...Object.keys(filter), ...Object.keys(filter.tags ?? {})]
        const overlap = kinds(one).some((kind) => kind !== 'tags' && kinds(other).includes(kind))
        if (overlap) continue
        const expected = all.filter((title) => passesOne(title) && passesOther(title))
        expect(await titles(merge(one, other))).toEqual(expected)
      }
    }
  })

  test('combines all filters', async () => {
    const filter = { authorId: bob.id, categoryId: science.id, likedBy: ann.id }
    expect(await titles({ ...filter, tags: { all: ['c'], any: ['a', 'b'], none: ['a'] } })).toEqual(['bob science bc'])
  })

  test('continues after a cursor within the filter', async () => {
    const filter = { tags: { any: ['a', 'b'] }, authorId: ann.id }
    const posts = await everyPage((cursor) => api.anyone.posts.list({ ...filter, limit: 3, cursor }))
    expect(posts.map((post) => post.title)).toEqual(await titles(filter))
  })

  test('says whether the viewer likes each post', async () => {
    const { items } = await api.as(ann).posts.list({ limit: 100 })
    for (const post of items) expect(post.likedByViewer).toBe(tagsOf(post.title).has('c'))
  })

  test('takes at most 20 tags of a kind', async () => {
    const tags = Array.from({ length: 21 }, (_, n) => `tag ${n}`)
    await expectRefusal(api.anyone.posts.list({ tags: { any: tags } }), 'INVALID_INPUT', ['tags.any'])
    expect(await titles({ tags: { any: tags.slice(1), none: tags.slice(1) } })).toEqual([])
  })
})
