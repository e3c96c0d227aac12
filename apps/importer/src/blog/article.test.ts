import { describe, expect, test } from 'vitest'
import { parseArticle } from './article.ts'
import { describedAuthor, usernameOf } from './author.ts'
import { parseFileName, postKey } from './file-name.ts'
import { noSite } from './site.ts'
import { sourceOf } from './source.ts'

const known = describedAuthor({ name: 'Jane Roe' }, 'jane')
const vocabulary = {
  authors: new Map([
    ['jane', known],
    ['jane roe', known],
    ['joe', describedAuthor({ name: 'Joe Doe' }, 'joe')],
  ]),
  tags: new Map([['rel', 'Release']]),
  site: noSite,
}
const now = Date.parse('2026-01-01')
const article = (front: string, path = '2021-08-26-a.md') =>
  parseArticle(path, `---\ntitle: T\n${front}\n---\nText.`, vocabulary, now)

describe('authors', () => {
  test.each([
    ['author: jane', 'jane', 'Text.'],
    ['author: Jane Roe', 'jane', 'Text.'],
    ['author: Martin King, Jr.', 'martin-king-jr.', 'Text.'],
    ['author: jane, joe', 'jane', '*With Joe Doe.*\n\nText.'],
    ['authors: Ann Lee, Bo Chu, Cy Day', 'ann-lee', '*With Bo Chu and Cy Day.*\n\nText.'],
    ['authors: [jane, Bo Chu, joe]', 'jane', '*With Bo Chu and Joe Doe.*\n\nText.'],
    [
      'authors:\n  - {name: Ann Lee, url: "https://example.com"}\n  - {key: joe}',
      'ann-lee',
      '*With Joe Doe.*\n\nText.',
    ],
    ['authors: [jane, Jane Roe]', 'jane', 'Text.'],
    ['authors: []', undefined, 'Text.'],
    ['author: Ann Lee & Bo Chu', 'ann-lee', '*With Bo Chu.*\n\nText.'],
    ['author: Ann Lee and Bo Chu', 'ann-lee', '*With Bo Chu.*\n\nText.'],
    ['author: Ann Lee, Bo Chu and Cy Day', 'ann-lee', '*With Bo Chu and Cy Day.*\n\nText.'],
    ['author: Ann Lee, Software Engineer', 'ann-lee', 'Text.'],
    ['authors: "Ann Lee, Head of Design, Bo Chu"', 'ann-lee', '*With Bo Chu.*\n\nText.'],
    ['author: Ann Lee and Docs Team', 'ann-lee', '*With Docs Team.*\n\nText.'],
    ['author: Ann Lee, Head of Research and Development', 'ann-lee', 'Text.'],
    ['author: Alexander Sand', 'alexander-sand', 'Text.'],
  ])('%s', (front, username, content) => {
    expect(article(front)).toMatchObject({ content, author: username === undefined ? undefined : { username } })
    expect(article(front).author?.username).toBe(username)
  })

  test.each([
    ['Joel Marcey', 'joel-marcey'],
    ['Séan O’Neill', 'séan-oneill'],
    ['李小龙', '李小龙'],
    ['  _under score ', '_under-score'],
    ['@handle', 'handle'],
    ['x'.repeat(80), 'x'.repeat(50)],
  ])('%s is called %s', (name, username) => expect(usernameOf(name)).toBe(username))
})

describe('tags and categories', () => {
  test.each([
    ['tags: [a, A, "b c", 2021]', undefined, ['a', 'b c', '2021']],
    ['tags: a b', undefined, ['a', 'b']],
    ['tags: a, b c', undefined, ['a', 'b c']],
    ['tags: [rel, {label: Guide, permalink: /guide}]', undefined, ['Release', 'Guide']],
    ['category: Long Name\ntags: x', 'Long Name', ['x']],
    ['categories: [One, Two]\ntags: [x, two]', 'One', ['x', 'two']],
    ['categories: one two', 'one', ['two']],
    ['tags:\ncategories:', undefined, []],
  ])('%s', (front, category, tags) => expect(article(front)).toMatchObject({ category, tags }))
})

describe('drafts', () => {
  test.each([
    ['draft: true', true],
    ['draft: yes', true],
    ['draft: false', false],
    ['published: false', true],
    ['published: 2020-01-01', false],
    ['unlisted: true', true],
    ['date: 2027-01-01', true],
  ])('%s', (front, isDraft) => expect(article(front).isDraft).toBe(isDraft))

  test('what lies in _drafts', () => expect(article('', '_drafts/a.md').isDraft).toBe(true))
})

test.each([
  ['2021-08-26-welcome.md', '2021-08-26', 'welcome'],
  ['2021/08/26/welcome.mdx', '2021-08-26', 'welcome'],
  ['2021/08-26-welcome/index.md', '2021-08-26', 'welcome'],
  ['news/2021-8-6-welcome.markdown', '2021-08-06', 'welcome'],
  ['2021-08-26/index.md', '2021-08-26', ''],
  ['posts/version-2021-08.md', undefined, 'version-2021-08'],
  ['index.md', undefined, 'index'],
])('%s has the date %s and the slug %s', (path, date, slug) =>
  expect(parseFileName(path)).toMatchObject({ date, slug }),
)

test.each([
  ['a/2021-08-26-welcome.md', undefined, 'a/2021-08-26-welcome'],
  ['a/2021-08-26-welcome.md', '/hello/', 'a/2021-08-26-hello'],
  ['a/b/index.md', undefined, 'a/b'],
  ['a/b.md', 'c', 'a/c'],
  ['cafe\u0301.md', undefined, 'café'],
])('%s with the slug %s is known as %s', (path, slug, key) => expect(postKey(parseFileName(path), slug)).toBe(key))

test.each([
  ['/home/me/acme', 'acme'],
  ['/home/me/acme/website/blog', 'acme-website-blog'],
  ['/home/me/my site/_posts', 'my-site-posts'],
  ['/blog', 'blog'],
])('the blog in %s is called %s', (folder, source) => expect(sourceOf(folder)).toBe(source))

test('a heading is the title where front matter has none, and imports of MDX go', () => {
  const text =
    "---\ndate: 2021-01-01\n---\n\nimport A from './a'\nimport './b.css';\n\n# The `title` {#id}\n\n    code\n\n# Next\n"
  expect(parseArticle('a.mdx', text, vocabulary, now)).toMatchObject({
    title: 'The `title`',
    content: '    code\n\n# Next',
  })
  const plain = parseArticle('2021-01-01-a.md', '# Title #\nText.', vocabulary, now)
  expect(plain).toMatchObject({ title: 'Title', content: 'Text.', createdAt: '2021-01-01T00:00:00.000Z' })
})

test('front matter may come after blank lines, and problems still name the right line', () => {
  const text = '\n\r\n---\ntitle: T\ndate: 2021-01-01\n---\nText.'
  expect(parseArticle('a.md', text, vocabulary, now)).toMatchObject({ title: 'T', content: 'Text.' })
  const problem = expect.objectContaining({ line: 5 })
  expect(() => parseArticle('a.md', text.replace('2021-01-01', 'soon'), vocabulary, now)).toThrow(problem)
})

test('an alias bomb is refused', () => {
  const lists = Array.from(
    { length: 9 },
    (_, index) =>
      `${'abcdefghi'[index]}: &${'abcdefghi'[index]} [${Array(9).fill(index ? `*${'abcdefghi'[index - 1]}` : 'x')}]`,
  )
  expect(() => article(lists.join('\n'))).toThrow(/^YAML: /)
})

describe('front matter', () => {
  test.each([
    ['a quoted last line', 'title: T\r\ndate: "2021-08-26"'],
    ['a list as its last line', 'title: T\r\ndate: 2021-08-26\r\ntags: [a]'],
    ['a block list at its end', 'title: T\r\ndate: 2021-08-26\r\ntags:\r\n  - "a"'],
  ])('with CRLF line ends and %s', (_, front) => {
    const read = parseArticle('a.md', `---\r\n${front}\r\n---\r\n\r\nText.\r\n`, vocabulary, now)
    expect(read).toMatchObject({ title: 'T', content: 'Text.', createdAt: '2021-08-26T00:00:00.000Z' })
  })

  test('with a key twice takes the last', () => expect(article('category: a\ncategory: b').category).toBe('b'))

  test('between more than three dashes', () => {
    const read = parseArticle('a.md', '-----\ntitle: T\n-----\n\nText.\n\n---\n\nMore.', vocabulary, now)
    expect(read).toMatchObject({ title: 'T', content: 'Text.\n\n---\n\nMore.' })
  })

  test.each([
    ['date: soon', '2021-08-26-a.md'],
    ['path: blog/2021-08-26/a', 'a.md'],
  ])('%s takes the date of the path', (front, path) => {
    expect(article(front, path).createdAt).toBe('2021-08-26T00:00:00.000Z')
  })

  test("Zola's TOML has tags in a table", () => {
    const text = '+++\ntitle = "T"\npath = "2021/08/26/a"\n[taxonomies]\ntags = ["x", "y"]\n+++\nText.'
    expect(parseArticle('a.md', text, vocabulary, now)).toMatchObject({
      tags: ['x', 'y'],
      createdAt: '2021-08-26T00:00:00.000Z',
    })
  })
})
