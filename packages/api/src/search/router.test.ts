import { searchKey } from '@trellis/db'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { everyPage, expectRefusal, setupApi } from '../testing.ts'
import { parseWords } from './words.ts'

const api = await setupApi()
const [ann, bob] = [await api.newUser('ann'), await api.newUser('bob')]

/** Each text is the content of a post of ann. Its title is a number, so matches are in the content. */
const contents = {
  percent: '100% sure, not 100 sure',
  underscore: 'snake_case, not snakeXcase',
  backslash: 'C:\\temp\\new',
  quotes: `she said "hello" and it's fine`,
  operators: 'NEAR(foo bar) AND title:x OR NOT y* ^z + -w',
  french: "L'École normale",
  frenchUpper: 'GRANDE ÉCOLE',
  german: 'Die Straße',
  greek: 'ΟΔΥΣΣΕΥΣ went home',
  turkish: 'İstanbul is big',
  cyrillic: 'Привет, МИР',
  chinese: '数据库设计原则',
  emoji: 'party 🎉🎊🥳 time',
  family: 'the 👩‍👩‍👧 family',
  single: 'q',
  double: 'zx',
  lines: 'one\ntwo\tthree',
  html: '<b>bold</b> &amp;',
}
const named = new Map<number, string>()
for (const [name, content] of Object.entries(contents)) {
  const post = await api.service.posts.create({ title: '-', content, authorId: ann.id })
  named.set(post.id, name)
}
const hits = async (q: string) => {
  const { items } = await api.anyone.search.posts({ q, authorId: ann.id, limit: 100 })
  return items.map(({ post }) => named.get(post.id)).sort()
}

test.each(['substring', 'words'] as const)('finds %s in either Unicode form, in texts of either', async (mode) => {
  const forms = ['vorgefu\u0308hlt', 'vorgef\u00fchlt']
  const made = []
  for (const content of forms)
    made.push((await api.service.posts.create({ title: mode, content, authorId: bob.id })).id)
  const [inTwo = 0] = made
  expect((await api.anyone.posts.byId({ id: inTwo })).content).toBe(forms[1])
  await api.service.posts.update({ id: inTwo, content: `${forms[0]}!` })
  for (const q of forms) {
    const { items } = await api.anyone.search.posts({ q, mode, authorId: bob.id })
    expect(
      items
        .filter(({ post }) => post.title === mode)
        .map(({ post }) => post.id)
        .sort(),
    ).toEqual(made)
  }
})

describe('search.posts', () => {
  // The same on both engines: this file runs on each.
  const expected: [string, (keyof typeof contents)[]][] = [
    ['100%', ['percent']],
    ['0% s', ['percent']],
    ['%', ['percent']],
    ['%%%', []],
    ['snake_', ['underscore']],
    ['_', ['underscore']],
    ['e_c', ['underscore']],
    ['\\temp\\', ['backslash']],
    ['\\', ['backslash']],
    ['\\%', []],
    ['"hello"', ['quotes']],
    ['"', ['quotes']],
    ['""', []],
    ["it's", ['quotes']],
    ["'", ['french', 'quotes']],
    ['foo bar', ['operators']],
    ['NEAR(foo', ['operators']],
    ['near(FOO bar) and', ['operators']],
    ['title:x', ['operators']],
    ['y* ^z', ['operators']],
    ['NOT y', ['operators']],
    ['foo OR bar', []],
    ['hello AND', []],
    ['école', ['french', 'frenchUpper']],
    ['ÉCOLE', ['french', 'frenchUpper']],
    ['e\u0301cole', ['french', 'frenchUpper']],
    ['ecole', []],
    ['éc', ['french', 'frenchUpper']],
    ['É', ['french', 'frenchUpper']],
    ['STRAßE', ['german']],
    ['straße', ['german']],
    ['οδυσσευς', ['greek']],
    ['ΟΔΥΣ', ['greek']],
    ['σσε', ['greek']],
    ['Σ', ['greek']],
    ['İstanbul', ['turkish']],
    ['stanbul', ['turkish']],
    ['привет', ['cyrillic']],
    ['мир', ['cyrillic']],
    ['数据库', ['chinese']],
    ['设计', ['chinese']],
    ['则', ['chinese']],
    ['🎉🎊🥳', ['emoji']],
    ['🎊🥳', ['emoji']],
    ['🎉', ['emoji']],
    ['🎉🥳', []],
    ['👩‍👩‍👧', ['family']],
    ['zx', ['double']],
    ['ZX', ['double']],
    ['xz', []],
    ['one\ntwo', ['lines']],
    ['two\tt', ['lines']],
    ['<b>', ['html']],
    ['&amp;', ['html']],
    ['b*', []],
    ['nothing like it', []],
  ]
  test.each(expected)('finds %j', async (q, names) => {
    expect(await hits(q)).toEqual(names.toSorted())
  })

  test('returns title matches first, each kind newest first, across pages', async () => {
    const write = (title: string, content: string) => api.service.posts.create({ title, content, authorId: bob.id })
    for (const [title, content] of [
      ['needle 1', 'x'],
      ['1', 'a needle'],
      ['NEEDLE 2', 'needle'],
      ['2', 'Needles'],
      ['the needle 3', 'x'],
      ['3', 'needle needle'],
    ] as const) {
      await write(title, content)
    }
    const newestFirst = ['the needle 3', 'NEEDLE 2', 'needle 1', '3', '2', '1']
    for (const limit of [1, 2, 3, 4, 5, 6, 7]) {
      const all = await everyPage((cursor) => api.anyone.search.posts({ q: 'needle', limit, cursor }))
      expect(all.map(({ post }) => post.title)).toEqual(newestFirst)
    }
    const short = await api.anyone.search.posts({ q: 'ee', authorId: bob.id })
    expect(short.items.map(({ post }) => post.title)).toEqual(newestFirst)
  })

  test('filters by author, category and tag, the tag without regard to case', async () => {
    const write = async (title: string, authorId: number, category: string, tag: string) =>
      api.service.posts.create({
        title,
        content: 'filtered',
        authorId,
        category: { connectOrCreate: { name: category } },
        tags: { connectOrCreate: [{ name: tag }] },
      })
    const post = await write('filtered 1', ann.id, 'one', 'Tag')
    await write('2', bob.id, 'one', 'Tag')
    await write('3', ann.id, 'two', 'Tag')
    await write('4', ann.id, 'one', 'other')
    const titles = async (filter: { authorId?: number; categoryId?: number; tag?: string }) => {
      const long = await api.anyone.search.posts({ q: 'filtered', ...filter })
      const short = await api.anyone.search.posts({ q: 'ed', ...filter })
      expect(short.items.filter(({ post }) => post.content === 'filtered').map(({ post }) => post.id)).toEqual(
        long.items.map(({ post }) => post.id),
      )
      return long.items.map(({ post }) => post.title)
    }
    const categoryId = post.category?.id ?? 0
    expect(await titles({})).toEqual(['filtered 1', '4', '3', '2'])
    expect(await titles({ authorId: ann.id })).toEqual(['filtered 1', '4', '3'])
    expect(await titles({ categoryId })).toEqual(['filtered 1', '4', '2'])
    expect(await titles({ tag: 'TAG' })).toEqual(['filtered 1', '3', '2'])
    expect(await titles({ authorId: ann.id, categoryId, tag: 'tag' })).toEqual(['filtered 1'])
    expect(await titles({ tag: 'unknown' })).toEqual([])
    expect(await titles({ authorId: 999_999 })).toEqual([])
  })

  test('returns the post as the viewer sees it, with the matching part of the content', async () => {
    const content = `${'before '.repeat(50)}the Haystack here ${'after '.repeat(50)}`
    const { id } = await api.service.posts.create({ title: 'T', content, authorId: ann.id })
    await api.as(bob).likes.like({ postId: id })
    const { items } = await api.as(bob).search.posts({ q: 'haystack' })
    expect(items).toEqual([
      { post: await api.as(bob).posts.byId({ id }), snippet: expect.stringMatching(/^….*Haystack.*…$/) },
    ])
    expect(items[0]?.snippet.length).toBeLessThan(200)
    expect(items[0]?.post.likedByViewer).toBe(true)
  })

  test('finds changed texts, and neither old versions nor deleted posts', async () => {
    const { id } = await api.service.posts.create({ title: 'T', content: 'caterpillar', authorId: bob.id })
    const found = async (q: string) => (await api.anyone.search.posts({ q })).items.map(({ post }) => post.id)
    expect(await found('caterpillar')).toEqual([id])
    await api.service.posts.update({ id, content: 'butterfly' })
    expect([await found('caterpillar'), await found('butterfly')]).toEqual([[], [id]])
    await api.service.posts.delete({ id })
    expect(await found('butterfly')).toEqual([])
  })

  test('refuses an invalid text', async () => {
    for (const q of ['', '  ', 'x'.repeat(201), 'a\0b', '\ud800']) {
      await expectRefusal(api.anyone.search.posts({ q }), 'INVALID_INPUT', ['q'])
    }
  })
})

describe('search.posts by words', () => {
  const find = async (q: string, filter: { tag?: string } = {}) => {
    const { items } = await api.anyone.search.posts({ q, mode: 'words', limit: 100, ...filter })
    // The posts of the tests above have no title.
    return items.map(({ post }) => post.title).filter((title) => title !== '-')
  }
  beforeAll(async () => {
    const soren = await api.newUser('kierk')
    await api.as(soren).profiles.update({ fullName: 'Søren Kierkegård' })
    const write = (title: string, content: string, tags: string[] = [], author = bob) =>
      api.service.posts.create({
        title,
        content,
        authorId: author.id,
        tags: { connectOrCreate: tags.map((name) => ({ name })) },
      })
    await write('Reading a plan', 'What a **query**\nplan says; start here, explaining.', ['plans'])
    await write('Backups are not the point', 'Restores are.')
    await write('Either', 'A sentence on style sheets.', ['CSS', 'web design'], soren)
    await write('Tools', 'C++ and node.js, a snake_case, 100% of it; 用SQL数据库设计')
  })

  test.each<[string, string[]]>([
    ['query plan', ['Reading a plan']],
    ['plan query', ['Reading a plan']],
    ['PLAN', ['Reading a plan']],
    ['pla', ['Reading a plan']],
    ['lan', []],
    ['art', []],
    ['expl sta', ['Reading a plan']],
    ['"query plan"', ['Reading a plan']],
    ['"plan query"', []],
    ['"a query plan says" start', ['Reading a plan']],
    ['"unfinished', []],
    ['backups restores', ['Backups are not the point']],
    ['backups, restores?', ['Backups are not the point']],
    ['backups nothing', []],
    ['#css', ['Either']],
    ['#css style', ['Either']],
    ['#css plan', []],
    ['#"Web Design"', ['Either']],
    ['#cs', []],
    ['@kierk', ['Either']],
    ['@KIERK sheets', ['Either']],
    ['@kierk plan', []],
    ['@nobody', []],
    ['Søren', ['Either']],
    ['søren sheets', ['Either']],
    ['kierkegård SØREN', ['Either']],
    ['kierk', ['Either']],
    ['øren', []],
    ['c++', ['Tools']],
    ['node.js', ['Tools']],
    ['case', ['Tools']],
    ['100%', ['Tools']],
    ['sql', ['Tools']],
    ['数据库', ['Tools']],
    ['设计', ['Tools']],
    ['js "of it"', ['Tools']],
    ['...', []],
    ['"" # @', []],
    ['NEAR(plan', []],
    ['.*', []],
    ['(plan|tools)', []],
  ])('finds %j', async (q, titles) => {
    expect(await find(q)).toEqual(titles)
  })

  test('puts posts with all words in the title first, across pages, and shows the place', async () => {
    for (const [title, content] of [
      ['harbour light', 'x'],
      ['harbour', 'some light'],
      ['light of a harbour', 'x'],
      ['x', `${'before '.repeat(50)} the light, and harbour`],
    ] as const) {
      await api.service.posts.create({ title, content, authorId: ann.id })
    }
    const search = { q: 'light harbour', mode: 'words' } as const
    for (const limit of [1, 2, 3, 4]) {
      const all = await everyPage((cursor) => api.anyone.search.posts({ ...search, limit, cursor }))
      expect(all.map(({ post }) => post.title)).toEqual(['light of a harbour', 'harbour light', 'x', 'harbour'])
    }
    const { items } = await api.anyone.search.posts(search)
    expect(items[2]?.snippet).toMatch(/^….*light, and harbour$/)
    expect(await find('light', { tag: 'plans' })).toEqual([])
    api.statements.length = 0
    await api.anyone.search.posts(search)
    expect(api.statements).toHaveLength(3)
  })

  test('finds what the definition of a word says and nothing else, on both engines', async () => {
    const characters = [...'abéßΣσςİ1%_"\'\\.*+?()[]{}|^$-  \n中设🚀ñж']
    const text = fc
      .array(fc.constantFrom(...characters), { minLength: 4, maxLength: 14 })
      .map((all) => `x${all.join('')}`)
    const contents = fc.sample(text, { seed: 7, numRuns: 100 })
    const { id: authorId } = await api.newUser('random')
    const known = new Map<string, string>()
    for (const [n, content] of contents.entries()) {
      await api.service.posts.create({ title: `r${n}`, content, authorId })
      known.set(`r${n}`, content)
    }
    const piece = fc.tuple(fc.constantFrom(...contents), fc.nat(8), fc.integer({ min: 1, max: 6 }), fc.boolean())
    const query = piece
      .map(([content, from, length, quoted]) => {
        const part = [...content].slice(from, from + length).join('')
        return quoted ? `"${part.replaceAll('"', '')}"` : part
      })
      .filter((q) => /\S/.test(q) && !q.includes('\n'))
    let hits = 0
    await fc.assert(
      fc.asyncProperty(query, async (q) => {
        const { items } = await api.anyone.search.posts({ q, mode: 'words', authorId, limit: 100 })
        const { words } = parseWords(q)
        const expected = [...known]
          .filter(([title, content]) => {
            const has = ({ words: { pattern } }: (typeof words)[number]) =>
              [title, content].some((text) => new RegExp(pattern, 'u').test(searchKey(text)))
            return words.length > 0 && words.every(has)
          })
          .map(([title]) => title)
        expect(items.map(({ post }) => post.title).sort()).toEqual(expected.sort())
        hits += expected.length
      }),
      { seed: 7, numRuns: 150 },
    )
    expect(hits).toBeGreaterThan(100)
  })
})
