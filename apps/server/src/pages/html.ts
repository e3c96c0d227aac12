import type { Markup } from './renderer.ts'

/** The metadata of a page of the web app, for search engines and link previews. */
export interface Page {
  status: 200 | 404
  title: string
  description: string
  /** The path and query that search engines should keep. */
  path: string
  type?: 'website' | 'article' | 'profile'
  /** The path of the RSS feed. */
  feed?: string
  /** When a post was published and changed, and by whom. */
  article?: { published: string; modified: string; author: string; tags: string[] }
  /** Whether the server renders it: pages to read, not pages to work with. */
  isRendered?: boolean
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text escaped for elements and attributes of HTML or XML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A post for search engines, in the vocabulary of schema.org. */
function jsonLd(url: string, page: Page, article: NonNullable<Page['article']>): string {
  const posting = {
    '@context': 'https://schema.org',
    '@type': 'BlogPosting',
    headline: page.title,
    description: page.description,
    url,
    datePublished: article.published,
    dateModified: article.modified,
    author: { '@type': 'Person', name: article.author },
    keywords: article.tags,
  }
  // `</script>` in a title would end the element.
  return JSON.stringify(posting).replaceAll('<', '\\u003c')
}

/** Puts the metadata of a page into the HTML of the web app, and the page itself if it is rendered. */
export function fillHtml(html: string, origin: string, page: Page, markup?: Markup): string {
  const url = origin + page.path
  const { article } = page
  const meta = (name: string, content: string, attribute = 'property') =>
    `<meta ${attribute}="${name}" content="${escapeHtml(content)}" />`
  const head = [
    `<title>${escapeHtml(page.title)}</title>`,
    meta('description', page.description, 'name'),
    `<link rel="canonical" href="${escapeHtml(url)}" />`,
    ...(page.feed
      ? [`<link rel="alternate" type="application/rss+xml" title="RSS" href="${escapeHtml(origin + page.feed)}" />`]
      : []),
    ...(page.status === 404 ? [meta('robots', 'noindex', 'name')] : []),
    meta('og:site_name', 'Trellis'),
    meta('og:title', page.title),
    meta('og:description', page.description),
    meta('og:type', page.type ?? 'website'),
    meta('og:url', url),
    meta('og:image', `${origin}/icon-512.png`),
    ...(article
      ? [
          meta('article:published_time', article.published),
          meta('article:modified_time', article.modified),
          meta('article:author', article.author),
          ...article.tags.map((tag) => meta('article:tag', tag)),
          `<script type="application/ld+json">${jsonLd(url, page, article)}</script>`,
        ]
      : []),
  ]
  // Functions, because a replacement text may not contain `$`.
  return html
    .replace(/<title>.*?<\/title>/s, () => head.join('\n    '))
    .replace(/<meta name="description".*?>/s, () => '')
    .replace(/<div id="root">.*<\/noscript>/s, (body) => (markup ? rendered(markup) : body))
}

/** The app takes over the rendered page, with the responses that it was made from. */
const rendered = ({ html, data }: Markup) =>
  `<div id="root">${html}</div>
    <noscript>To sign in, write, like, comment or search, switch JavaScript on.</noscript>
    <script type="application/json" id="page">${data}</script>`
