import { createHook } from 'node:async_hooks'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import openGraph from 'open-graph-scraper'
import RssParser from 'rss-parser'
import { beforeAll, describe, expect, test } from 'vitest'
import { setupServer } from '../../test/servers.ts'

// The pages are made from the HTML of the built web app.
const isBuilt = existsSync(fileURLToPath(new URL('../../../web/dist/client/index.html', import.meta.url)))
if (!isBuilt) throw new Error('The web app is not built: pnpm build')

const server = await setupServer()
const feeds = new RssParser()
const get = async (path: string) => {
  const response = await fetch(server.url + path, { headers: { accept: 'text/html' } })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}
/** What the server rendered of a page. */
const rendered = (text: string) => text.match(/<div id="root">(.*)<noscript>/s)?.[1] ?? ''
/** What an Open Graph parser reads in a page. */
const graphOf = async (path: string) => (await openGraph({ html: (await get(path)).text })).result

const title = `Peas & <beans> "quoted" $& \u0301`
let post = { id: 0 }
beforeAll(async () => {
  const { service } = server
  const profile = { fullName: 'Søren <Gardener>' }
  const author = await service.users.create.mutate({ username: 'soren', email: 'soren@example.com', profile })
  post = await service.posts.create.mutate({
    authorId: author.id,
    title,
    content: `# Peas\n\nThey **climb** a <script>alert(1)</script> trellis.\n\n${'They grow. '.repeat(60)}`,
    tags: { connectOrCreate: [{ name: 'garden' }] },
    category: { connectOrCreate: { name: 'Outside' } },
  })
})

describe('the HTML of a post', () => {
  test('has a title, a description, a canonical address and Open Graph tags that a parser reads', async () => {
    const graph = await graphOf(`/posts/${post.id}`)
    expect(graph).toMatchObject({
      ogTitle: title,
      ogType: 'article',
      ogUrl: `${server.url}/posts/${post.id}`,
      ogSiteName: 'Trellis',
      articleAuthor: 'Søren <Gardener>',
    })
    expect(graph.ogDescription).toMatch(/^Peas They climb a .* trellis\. They grow\. .*…$/)
    expect(graph.ogDescription?.length).toBeLessThanOrEqual(161)
    const { text } = await get(`/posts/${post.id}`)
    expect(text).toContain(`<link rel="canonical" href="${server.url}/posts/${post.id}" />`)
    expect(text).not.toContain('<script>alert')
  })

  test('has the text as the app shows it, with its comments, and what it was made from', async () => {
    const { id } = post
    const comment = `</script><script>alert(2)</script><!-- \u2028 <b>bold</b>`
    await server.service.comments.create.mutate({ postId: id, body: comment, authorId: 1 })
    const { text } = await get(`/posts/${id}`)
    const html = rendered(text).replace(/<style.*?<\/style>/g, '')
    expect(html).toContain('They <strong>climb</strong>')
    expect(html).toContain('alert(2)')
    expect(html).toContain('to join the conversation.')
    expect(text.match(/<script>alert|<!-- \u2028|<b>/)).toBeNull()
    expect(text.match(/<title>/g)).toHaveLength(1)
    const [, data = ''] = text.match(/<script type="application\/json" id="page">(.*?)<\/script>/s) ?? []
    const { queries } = JSON.parse(data)
    expect(JSON.stringify(queries)).toContain(JSON.stringify(comment).slice(1, -1))
  })

  test('leaves open who somebody with a cookie is', async () => {
    const { body, headers } = await server.app.inject({
      url: `/posts/${post.id}`,
      headers: { accept: 'text/html', cookie: 'a=b' },
    })
    expect(body).toMatch(/<div id="root">.*They <strong>climb/s)
    expect(body).not.toContain('Sign in')
    expect(body).not.toContain('viewer')
    expect(headers.vary).toMatch(/cookie/i)
  })

  test('changes as soon as the post does', async () => {
    const { service } = server
    const { id } = await service.posts.create.mutate({ authorId: 1, title: 'Before', content: 'One' })
    expect((await get(`/posts/${id}`)).text).toMatch(/<h1[^>]*>Before/)
    await service.posts.update.mutate({ id, title: 'After' })
    expect((await get(`/posts/${id}`)).text).toMatch(/<h1[^>]*>After/)
    await service.posts.delete.mutate({ id })
    expect((await get(`/posts/${id}`)).status).toBe(404)
  })
})

describe('the HTML of a list', () => {
  test.each(['/', '/?tag=garden', '/?category=1', '/authors/soren'])('%s has its posts', async (path) => {
    expect(rendered((await get(path)).text)).toContain(`href="/posts/${post.id}"`)
  })

  test.each(['2024', 'wide world', 'c++'])('of the tag %s is at the address that the app gives it', async (name) => {
    const tags = { connectOrCreate: [{ name }] }
    const { id } = await server.service.posts.create.mutate({ authorId: 1, title: name, content: 'Text', tags })
    const [, link = ''] = rendered((await get(`/posts/${id}`)).text).match(/href="(\/\?tag=[^"]*)"/) ?? []
    expect(rendered((await get(link)).text)).toContain(`href="/posts/${id}"`)
    await server.service.posts.delete.mutate({ id })
  })

  test.each(['/?view=feed', '/authors/soren?show=followers', '/?tag=garden&category=1', '/search?q=peas'])(
    '%s is left to the app',
    async (path) => {
      const { status, text } = await get(path)
      expect([status, text]).toEqual([200, expect.stringContaining('<div id="root"></div>')])
    },
  )
})

describe('other pages', () => {
  test.each([
    ['/', 'Trellis'],
    ['/authors/soren', 'Søren <Gardener> · Trellis'],
    ['/?tag=garden', '#garden · Trellis'],
    ['/?category=1', 'Outside · Trellis'],
    ['/topics', 'Topics · Trellis'],
    ['/sign-in?next=%2F', 'Sign in · Trellis'],
  ])('%s has its title', async (path, expected) => {
    expect((await get(path)).status).toBe(200)
    expect((await graphOf(path)).ogTitle).toBe(expected)
  })

  test.each([
    '/posts/999999',
    '/posts/0',
    '/posts/x',
    '/authors/nobody',
    '/?tag=unknown',
    '/?category=999999',
    '/nothing',
    '/posts/1/nothing',
  ])('%s is missing, for programs too', async (path) => {
    const { status, text } = await get(path)
    expect(status).toBe(404)
    expect(text).toContain('<meta name="robots" content="noindex" />')
    expect(text).toContain('<div id="root">')
  })
})

describe('feeds', () => {
  test.each([
    ['/feed.xml', 'Trellis'],
    ['/feed', 'Trellis'],
    ['/rss.xml', 'Trellis'],
    ['/authors/soren/feed.xml', 'Søren <Gardener> · Trellis'],
    ['/feed.xml?tag=garden', '#garden · Trellis'],
    ['/feed.xml?category=1', 'Outside · Trellis'],
  ])('%s is read by a feed parser', async (path, name) => {
    const { text, type } = await get(path)
    expect(type).toContain('application/rss+xml')
    const feed = await feeds.parseString(text)
    expect(feed.title).toBe(name)
    expect(feed.items).toMatchObject([
      { title, link: `${server.url}/posts/${post.id}`, creator: 'Søren <Gardener>', categories: ['garden'] },
    ])
  })

  test('of a user that does not exist is 404', async () => {
    expect((await get('/authors/nobody/feed.xml')).status).toBe(404)
    expect((await get('/feed.xml?tag=unknown')).status).toBe(404)
  })
})

describe('for search engines', () => {
  test('a post is described in JSON-LD', async () => {
    const { text } = await get(`/posts/${post.id}`)
    const [, json = ''] = text.match(/<script type="application\/ld\+json">(.*?)<\/script>/) ?? []
    expect(JSON.parse(json)).toMatchObject({
      '@type': 'BlogPosting',
      datePublished: expect.any(String),
      keywords: ['garden'],
    })
  })

  test('robots.txt names the sitemap, which names every post', async () => {
    const robots = await get('/robots.txt')
    expect(robots.type).toContain('text/plain')
    expect(robots.text).toContain(`Sitemap: ${server.url}/sitemap.xml`)
    expect((await get('/sitemap.xml')).text).toContain(`<loc>${server.url}/posts/${post.id}</loc>`)
  })

  test('for many posts sitemap.xml is an index; each post is in the sitemap of its range of ids, in one only', async () => {
    const ids = [...Array.from({ length: 1_500 }, (_, index) => 10_001 + index), 30_000]
    const row = { title: 'T', content: 'C', authorId: 1 }
    await server.store.write(async ({ db, tables }) => {
      await db.insert(tables.posts).values(ids.map((id) => ({ ...row, id })))
    })
    const named = async (path: string) =>
      [...(await get(path)).text.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, loc]) => loc)
    const sitemaps = [1, 2, 3].map((page) => `${server.url}/sitemap-${page}.xml`)
    expect(await named('/sitemap.xml')).toEqual(sitemaps)
    const posts = (await Promise.all([1, 2, 3].map((page) => named(`/sitemap-${page}.xml`)))).map((locations) =>
      locations
        .filter((location) => location?.includes('/posts/'))
        .map((location) => Number(location?.split('/').at(-1))),
    )
    expect(posts).toEqual([[post.id], ids.slice(0, -1), [30_000]])
    expect((await get('/sitemap-1.xml')).text).toContain(`<loc>${server.url}/topics</loc>`)
    for (const path of ['/sitemap-4.xml', '/sitemap-0.xml', '/sitemap-x.xml'])
      expect((await get(path)).status).toBe(404)
  })

  test.each(['/manifest.webmanifest', '/icon-192.png', '/icon-512.png', '/favicon.svg'])(
    '%s is there',
    async (path) => {
      expect((await get(path)).status).toBe(200)
    },
  )
})

test('a draft is on no page, in no feed and in no sitemap', async () => {
  const draft = { authorId: 1, title: 'Unripe kumquats', content: 'Unripe', draft: true }
  const { id } = await server.service.posts.create.mutate({ ...draft, tags: { connectOrCreate: [{ name: 'garden' }] } })
  for (const path of ['/', '/authors/soren', '/?tag=garden', '/feed.xml', '/authors/soren/feed.xml', '/sitemap.xml']) {
    const { text } = await get(path)
    expect([path, text]).not.toEqual([path, expect.stringMatching(`Unripe|/posts/${id}<`)])
  }
  expect(await get(`/posts/${id}`)).toEqual({
    ...(await get('/posts/999999')),
    text: expect.not.stringContaining('Unripe'),
  })
})

test('PUBLIC_URL is the origin of every link, whatever the request says', async () => {
  const published = await setupServer({ PUBLIC_URL: 'https://blog.example', TRUST_PROXY: '1' })
  const author = await published.service.users.create.mutate({ username: 'ada', email: 'ada@example.com' })
  const { id } = await published.service.posts.create.mutate({ title: 'T', content: 'C', authorId: author.id })
  for (const path of ['/robots.txt', '/sitemap.xml', '/feed.xml', '/authors/ada/feed.xml', `/posts/${id}`, '/topics']) {
    const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }
    for (const url of [path, `http://evil.example${path}`]) {
      const { statusCode, body } = await published.app.inject({ url, headers })
      expect([statusCode, body]).toEqual([200, expect.stringContaining('https://blog.example')])
      expect(body).not.toContain('evil.example')
    }
  }
})

test.each(['gzip', 'br, gzip'])(
  'files and the reference are not compressed for each request, for %s',
  async (encoding) => {
    const assets = [...(await get('/')).text.matchAll(/\/assets\/[^"]+\.(?:js|css)/g)].map(([path]) => path)
    const read = async (path: string) => {
      // No client that decompresses in this process.
      const { headers, rawPayload } = await server.app.inject({ url: path, headers: { 'accept-encoding': encoding } })
      expect([headers['content-encoding'], headers.vary]).toEqual([
        expect.stringMatching(/^(br|gzip)$/),
        expect.stringMatching(/accept-encoding/i),
      ])
      return rawPayload.length
    }
    await read('/docs/js/scalar.js')
    let compressions = 0
    const hook = createHook({ init: (_, type) => (type === 'ZLIB' ? compressions++ : undefined) }).enable()
    for (const path of [...assets, '/docs/js/scalar.js', '/docs/js/scalar.js'])
      expect(await read(path)).toBeGreaterThan(0)
    hook.disable()
    expect([assets.length > 0, compressions]).toEqual([true, 0])
  },
)
