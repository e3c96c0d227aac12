import { escapeHtml } from './html.ts'
import type { Posts } from './pages.ts'

/** Posts, with excerpts of their content, as RSS 2.0. */
export function rss(origin: string, self: string, { title, path, posts }: Posts): string {
  const items = posts.map((post) => {
    const link = `${origin}/posts/${post.id}`
    return `<item>
      <title>${xml(post.title)}</title>
      <link>${xml(link)}</link>
      <guid isPermaLink="true">${xml(link)}</guid>
      <pubDate>${new Date(post.createdAt).toUTCString()}</pubDate>
      <dc:creator>${xml(post.author.fullName ?? post.author.username)}</dc:creator>
      ${post.tags.map(({ name }) => `<category>${xml(name)}</category>`).join('')}
      <description>${xml(post.content)}</description>
    </item>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">
  <channel>
    <title>${xml(path === '/' ? title : `${title} · Trellis`)}</title>
    <link>${xml(origin + path)}</link>
    <atom:link href="${xml(origin + self)}" rel="self" type="application/rss+xml" />
    <description>${xml(path === '/' ? 'The latest posts' : `Posts in ${title}`)}</description>
    ${items.join('\n    ')}
  </channel>
</rss>
`
}

/** Text escaped for XML, without control characters. */
export function xml(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML does not allow
  return escapeHtml(text.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, ''))
}
