import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AppRouter } from '@trellis/blog'
import { type Client, createClient } from '@trellis/client'
import { SERVICE_KEY as KEY, startServer, type TestServer } from '@trellis/server/testing'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { fill, fixture, folder, post, runHere, summaryOf } from './importer.ts'

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

describe.each(['sqlite', 'postgres'] as const)('on %s', (dialect) => {
  let server: TestServer
  let client: Client<AppRouter>
  beforeAll(async () => {
    server = await startServer(inject('templates'), dialect)
    client = createClient<AppRouter>({ url: server.url, key: KEY })
  })
  afterAll(() => server.remove())

  const summary = (...args: string[]) => summaryOf(['blog', '--url', server.url, ...args])
  const postAt = (externalId: string) => client.posts.byExternalId.query({ externalId })
  const nothing = {
    created: 0,
    updated: 0,
    unchanged: 0,
    removed: 0,
    leftOut: 0,
    failed: 0,
    warnings: [],
    failures: [],
  }

  /** What a test expects of a post. */
  async function essence(externalId: string) {
    const { title, content, author, category, tags, createdAt } = await postAt(externalId)
    const names = tags.map((tag) => tag.name)
    return { title, content, author: author.fullName, category: category?.name, tags: names, createdAt }
  }

  describe('a Docusaurus blog', () => {
    const chart = { path: '2021/11-21-release-candidate/index.mdx', message: 'not resolved: <Chart>' }
    test('comes in with authors, co-authors, labels of tags and dates, and only once', async () => {
      const created = await summary(fixture('docusaurus'))
      expect(created).toMatchObject({ ...nothing, created: 4, authors: { created: 3 }, warnings: [chart] })
      expect(await essence('blog:docusaurus/2019-05-30-welcome')).toEqual({
        title: 'Welcome',
        content: expect.stringMatching(/^\*With Tobias Okafor\.\*\n\nThe blog is open\./),
        author: 'Mara Lindqvist',
        category: undefined,
        tags: ['hello', 'Release'],
        createdAt: '2019-05-30T00:00:00.000Z',
      })
      expect(await essence('blog:docusaurus/2021-11-21-release-candidate')).toEqual({
        title: 'The release candidate is here',
        content: expect.stringMatching(/^\*With Ines Carvalho\.\*\n\nUpgrading takes three steps:/),
        author: 'Tobias Okafor',
        category: undefined,
        tags: ['Migration guides', 'Release'],
        createdAt: '2021-11-21T00:00:00.000Z',
      })
      const mara = await client.users.byUsername.query({ username: 'mara' })
      expect(mara).toMatchObject({
        email: 'mara@example.com',
        profile: { fullName: 'Mara Lindqvist', bio: 'Maintainer\nhttps://example.com/mara' },
      })
      expect((await postAt('blog:docusaurus/2023-01-15-anonymous')).author.username).toBe('docusaurus')

      const again = await summary(fixture('docusaurus'))
      expect(again).toMatchObject({ ...nothing, unchanged: 4, authors: { created: 0 }, warnings: [chart] })
    })

    test('its drafts are drafts; --no-drafts leaves them out', async () => {
      const draft = await postAt('blog:docusaurus/2022-03-01-roadmap')
      expect(draft).toMatchObject({ title: 'What comes next', draft: true, createdAt: '2022-03-02T09:30:00.000Z' })
      expect(await summary(fixture('docusaurus'), '--no-drafts')).toMatchObject({ leftOut: 1, unchanged: 3 })
    })
  })

  test('a Jekyll site comes in with its categories, names with dates and authors of _data', async () => {
    expect(await summary(fixture('jekyll'))).toMatchObject({
      ...nothing,
      created: 5,
      authors: { created: 1 },
    })
    expect(await essence('blog:jekyll/_posts/2016-03-14-first-post')).toMatchObject({
      title: 'First post!',
      author: 'Jo Whitfield',
      category: 'garden',
      tags: ['notes'],
      createdAt: '2016-03-15T03:26:43.000Z',
    })
    // The same name every week is not the same post, and tags in another case are the same tags.
    const weeks = [
      await essence('blog:jekyll/_posts/2017-01-02-weekly'),
      await essence('blog:jekyll/_posts/2017-01-09-weekly'),
    ]
    expect(weeks.map(({ category }) => category)).toEqual(['Garden Diary', 'Garden Diary'])
    expect(weeks.map(({ tags }) => tags.map((tag) => tag.toLowerCase()))).toEqual([
      ['frost', 'pruning'],
      ['bare roots', 'frost'],
    ])
    expect(await summary(fixture('jekyll'))).toMatchObject({ ...nothing, unchanged: 5 })
  })

  test('a Hugo site comes in with TOML, page bundles, taxonomies and carriage returns', async () => {
    expect(await summary(fixture('hugo'))).toMatchObject({
      ...nothing,
      created: 4,
      authors: { created: 2 },
    })
    expect(await essence('blog:hugo/posts/hello-hugo')).toEqual({
      title: 'Hello, Hugo',
      content: expect.stringMatching(/^The first page[\s\S]*```toml\n\+\+\+\n/),
      author: 'Priya Natarajan',
      category: expect.stringMatching(/^engineering$/i),
      tags: ['Announcements', 'go', 'static sites'],
      createdAt: '2020-02-29T07:00:00.000Z',
    })
    expect(await essence('blog:hugo/posts/tags')).toMatchObject({
      title: 'Getting to know tags',
      content: expect.stringMatching(/^\*With Søren Ålund\.\*\n\n/),
    })
    expect((await essence('blog:hugo/posts/windows')).title).toBe('From Windows')
    expect(await summary(fixture('hugo'))).toMatchObject({ ...nothing, unchanged: 4 })
  })

  test("an Astro collection comes in with its themes' dates", async () => {
    expect(await summary(fixture('astro'))).toMatchObject({ ...nothing, created: 3, authors: { created: 2 } })
    expect((await essence('blog:astro/blog/first-post')).createdAt).toBe('2022-07-08T00:00:00.000Z')
    expect(await essence('blog:astro/blog/using-mdx')).toMatchObject({
      content: 'Embedded component in MDX',
      createdAt: '2023-06-01T00:00:00.000Z',
      tags: ['astro', 'mdx'],
    })
    expect((await essence('blog:astro/blog/no-author')).createdAt).toBe('2023-09-10T15:22:00.000Z')
    expect(await summary(fixture('astro'))).toMatchObject({ ...nothing, unchanged: 3 })
  })

  test('what changed is updated, and what has gone stays until --prune', async () => {
    const blog = await folder({
      'stays.md': post('Stays'),
      'changes.md': post('Changes', { more: 'tags: [one, two]\ncategory: Before\n' }),
      'goes.md': post('Goes'),
      'renamed.md': post('Renamed', { more: 'slug: kept\n' }),
    })
    const name = ['--source', 'changing']
    expect(await summary(blog, ...name)).toMatchObject({ ...nothing, created: 4 })
    const before = await postAt('blog:changing/changes')

    await rm(join(blog, 'goes.md'))
    await rm(join(blog, 'renamed.md'))
    await fill(blog, {
      'changes.md': post('Changed', { more: 'tags: [Two, three]\n' }),
      'another-name.md': post('Renamed', { more: 'slug: kept\n' }),
    })
    const changes = { ...nothing, updated: 1, unchanged: 2 }
    const dry = await runHere(['blog', blog, ...name, '--url', server.url, '--dry-run', '--prune'])
    expect(dry.out).toContain(
      'would update changes.md\nwould remove goes\nPosts of changing, if this were no dry run: 0 created',
    )
    expect(await summary(blog, ...name)).toMatchObject(changes)
    expect(await essence('blog:changing/changes')).toMatchObject({
      title: 'Changed',
      category: undefined,
      tags: ['three', 'two'],
    })
    expect(await postAt('blog:changing/changes')).toMatchObject({ id: before.id, createdAt: before.createdAt })
    expect((await postAt('blog:changing/goes')).title).toBe('Goes')
    expect(await summary(blog, ...name, '--prune')).toMatchObject({ ...nothing, unchanged: 3, removed: 1 })
    await expect(postAt('blog:changing/goes')).rejects.toMatchObject({ data: { reason: 'POST_NOT_FOUND' } })
  })

  test('a draft is published with its file, and is a draft again with it; one that is only a title is left out', async () => {
    const name = ['--source', 'drafting']
    const blog = await folder({
      'empty.md': '---\ntitle: Empty\ndraft: true\n---\n',
      'a.md': post('A', { more: 'draft: true\n' }),
    })
    await fill(blog, { 'b.md': `${post('B')}\n\n[The draft](./a.md#there), [gone](../gone.md), x<sup>2</sup>.\n` })
    const gone = { path: 'b.md', message: 'not resolved: ../gone.md' }
    expect(await summary(blog, ...name)).toMatchObject({ ...nothing, created: 2, leftOut: 1, warnings: [gone] })
    const { id } = await postAt('blog:drafting/a')
    expect((await postAt('blog:drafting/b')).content).toContain(
      `[The draft](/posts/${id}#there), [gone](../gone.md), x².`,
    )
    const isPublished = async () => (await client.posts.list.query({ limit: 100 })).items.some((post) => post.id === id)
    expect(await isPublished()).toBe(false)
    await fill(blog, { 'a.md': post('A') })
    expect(await summary(blog, ...name)).toMatchObject({ updated: 1, unchanged: 1 })
    expect(await isPublished()).toBe(true)
    await fill(blog, { 'a.md': post('A', { more: 'published: false\n' }) })
    expect(await summary(blog, ...name)).toMatchObject({ updated: 1 })
    expect(await isPublished()).toBe(false)
  })

  test('a date or an author that changed is a warning: a post keeps its own', async () => {
    const blog = await folder({ 'post.md': post('Post') })
    await summary(blog, '--source', 'warned')
    await fill(blog, { 'post.md': '---\ntitle: Post\ndate: 2022-01-01\nauthor: Bo Lund\n---\nText.\n' })
    const { warnings, unchanged } = await summary(blog, '--source', 'warned')
    expect(unchanged).toBe(1)
    expect(warnings.map(({ message }) => message)).toEqual([
      'the date is now 2022-01-01T00:00:00.000Z, but a post keeps the one it has: 2021-08-26T00:00:00.000Z',
      'the author is now bo-lund, but a post stays with its first: ada-quist',
    ])
  })

  test('links between posts lead to the imported posts, also to those that come later', async () => {
    const blog = await folder({
      '_config.yml': 'url: https://e.org\nbaseurl: /blog\nplugins: [x]\n',
      '_posts/2021-01-01-first.md': post('First', {
        text: '[second]({% post_url 2021-01-02-second %}) [home]({{ site.url }}/) [third]({% link blog/_posts/2021-01-02-second.md %}) {{% img "a" %}} [gone]({% post_url gone %})',
      }),
      '_posts/2021-01-02-second.md': post('Second', { text: '[first]({{< ref "2021-01-01-first.md" >}})' }),
    })
    const warnings = [{ path: '_posts/2021-01-01-first.md', message: 'not resolved: {{% img %}}, link to gone' }]
    const args = [blog, '--source', 'linked', '--concurrency', '1']
    expect(await summary(...args, '--dry-run')).toMatchObject({ ...nothing, created: 2, warnings })
    expect(await summary(...args)).toMatchObject({ ...nothing, created: 2, warnings })
    const [first, second] = [
      await postAt('blog:linked/_posts/2021-01-01-first'),
      await postAt('blog:linked/_posts/2021-01-02-second'),
    ]
    expect(first.content).toBe(
      `[second](/posts/${second.id}) [home](https://e.org/) [third](/posts/${second.id}) {{% img "a" %}} gone`,
    )
    expect(second.content).toBe(`[first](/posts/${first.id})`)
    expect(await summary(...args)).toMatchObject({ ...nothing, unchanged: 2, warnings })
  })

  test('an author whose description changed gets it as their profile', async () => {
    const blog = await folder({ 'authors.yml': 'nia:\n  name: Nia\n', 'a.md': post('A').replace('Ada Quist', 'nia') })
    expect(await summary(blog, '--source', 'nia')).toMatchObject({ authors: { created: 1, updated: 0 } })
    await fill(blog, { 'authors.yml': 'nia:\n  name: Nia Roux\n  title: Editor\n' })
    expect(await summary(blog, '--source', 'nia')).toMatchObject({ unchanged: 1, authors: { created: 0, updated: 1 } })
    const { profile } = await client.users.byUsername.query({ username: 'nia' })
    expect(profile).toMatchObject({ fullName: 'Nia Roux', bio: 'Editor' })
  })

  test('authors who share an e-mail address become two users all the same', async () => {
    const blog = await folder({
      'authors.yml': 'una: { name: Una, email: team@example.com }\ntom: { name: Tom, email: team@example.com }\n',
      'a.md': post('A').replace('Ada Quist', 'una'),
      'b.md': post('B').replace('Ada Quist', 'tom'),
    })
    const args = ['--source', 'shared', '--concurrency', '1']
    expect(await summary(blog, ...args)).toMatchObject({ ...nothing, created: 2, authors: { created: 2 } })
    const [una, tom] = await Promise.all(['una', 'tom'].map((username) => client.users.byUsername.query({ username })))
    expect([una?.email, tom?.email]).toEqual(['team@example.com', 'tom@imported.invalid'])
    expect(await summary(blog, ...args)).toMatchObject({ unchanged: 2, authors: { created: 0, updated: 0 } })
  })

  test('an author whose name the server refuses gets another one, which is a warning', async () => {
    const names = { admin: 'admin-author', Support: 'support-author', Administrator: 'administrator-author' }
    const others = { 'Anna Петрова': /^author-[0-9a-f]{12}$/, 'Ada\u{fe0f}': /^ada$/ }
    const authors = [...Object.keys(names), ...Object.keys(others)]
    const files = authors.map((name, index) => [`${index}.md`, post(`Post ${index}`).replace('Ada Quist', name)])
    const blog = await folder(Object.fromEntries(files))
    const dry = await summary(blog, '--source', 'refused', '--dry-run')
    expect(dry).toMatchObject({ created: 5, failed: 0, authors: { created: 5 } })
    const first = await summary(blog, '--source', 'refused')
    expect(first).toMatchObject({ created: 5, failed: 0, authors: { created: 5, updated: 0 } })
    const made = await Promise.all(authors.map((_, index) => postAt(`blog:refused/${index}`)))
    const expected = [...Object.values(names), ...Object.values(others).map((name) => expect.stringMatching(name))]
    expect(made.map(({ author }) => author.username)).toEqual(expected)
    const messages = first.warnings.map(({ message }) => message).sort()
    expect(messages).toHaveLength(4)
    expect(messages[0]).toBe('this server has no user admin, a name that it refuses: the author is admin-author')

    // Somebody who signs up with such a name does not become the author.
    await client.users.create.mutate({ username: 'root-author', email: 'root@example.com' })
    await fill(blog, { 'root.md': post('Root').replace('Ada Quist', 'root') })
    const again = await summary(blog, '--source', 'refused')
    expect(again).toMatchObject({ created: 1, unchanged: 5, failed: 0, authors: { created: 1, updated: 0 } })
    expect(again.warnings).toHaveLength(1)
    expect((await postAt('blog:refused/root')).author.username).toMatch(/^author-/)
    const third = await summary(blog, '--source', 'refused')
    expect(third).toMatchObject({ ...nothing, unchanged: 6, authors: { created: 0, updated: 0 } })
  })

  test('a text in another Unicode form is the same text', async () => {
    const blog = await folder({ 'a.md': post('A', { text: 'cafe\u0301' }) })
    expect(await summary(blog, '--source', 'forms')).toMatchObject({ ...nothing, created: 1 })
    expect((await postAt('blog:forms/a')).content).toBe('caf\u00e9')
    expect(await summary(blog, '--source', 'forms')).toMatchObject({ ...nothing, unchanged: 1 })
  })

  test('nothing is removed while a file fails, nor everything at once unless the blog is named', async () => {
    const blog = await folder({ 'a.md': post('A'), 'b.md': post('B') })
    await summary(blog)
    await rm(join(blog, 'a.md'))
    await fill(blog, { 'b.md': '---\ntitle: [\n---\nBroken.' })
    const failing = await summary(blog, '--prune')
    expect(failing).toMatchObject({
      removed: 0,
      failed: 1,
      warnings: [{ message: expect.stringMatching(/^nothing was removed/) }],
    })
    await rm(join(blog, 'b.md'))
    const empty = await summary(blog, '--prune')
    expect(empty).toMatchObject({
      removed: 0,
      warnings: [{ message: expect.stringContaining('name it with --source') }],
    })
    expect(await summary(blog, '--prune', '--source', empty.source)).toMatchObject({ ...nothing, removed: 2 })
  })

  test('two imports at once make every post and every author once', async () => {
    const files = Array.from({ length: 60 }, (_, index) => [
      `${index}.md`,
      post(`Post ${index}`, { more: 'tags: [x, y]\n' }).replace('Ada Quist', 'Twice Lund'),
    ])
    const blog = await folder(Object.fromEntries(files))
    const runs = await Promise.all([summary(blog, '--source', 'twice'), summary(blog, '--source', 'twice')])
    const third = await summary(blog, '--source', 'twice')
    expect(third).toMatchObject({ ...nothing, unchanged: 60 })
    expect(runs.map(({ failed }) => failed)).toEqual([0, 0])
    // Each run reports what it did itself.
    expect(sum(runs.map(({ created }) => created))).toBe(60)
    expect(sum(runs.map(({ authors }) => authors.created))).toBe(1)
    for (const name of Object.keys(Object.fromEntries(files))) await rm(join(blog, name))
    const prune = () => summary(blog, '--source', 'twice', '--prune')
    expect(sum((await Promise.all([prune(), prune()])).map(({ removed }) => removed))).toBe(60)
  })
})
