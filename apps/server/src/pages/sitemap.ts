import { Readable } from 'node:stream'
import { type Placeholders, prepared, type Store } from '@trellis/db'
import { inlined } from '@trellis/rpc'
import { and, gt, isNotNull, lte, max } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { xml } from './feed.ts'

/** How many ids of posts each sitemap covers. The format allows 50,000 addresses. */
const PAGE = 10_000
/** How many posts are read at once, so that no read delays other requests. */
const READ = 1_000

/** The pages of the site that are not posts. */
const pages = ['/', '/topics', '/authors', '/organization', '/stats']

const lastPost = prepared(({ db, tables: { posts } }) =>
  db
    .select({ id: max(posts.id) })
    .from(posts)
    .where(isNotNull(posts.createdAt)),
)

const postsAfter = prepared(({ db, tables: { posts } }, at: Placeholders<{ after: number; last: number }>) =>
  db
    .select({ id: posts.id, updatedAt: posts.updatedAt })
    .from(posts)
    .where(and(gt(posts.id, at.after), lte(posts.id, at.last), isNotNull(posts.createdAt)))
    .orderBy(posts.id)
    .limit(inlined(READ)),
)

/**
 * `sitemap.xml`: the pages and posts of the site, for search engines. If there are many posts, it is an index of sitemaps,
 * each with the posts of a range of ids.
 */
export function sitemapRoutes(app: FastifyInstance, store: Store, originOf: (request: FastifyRequest) => string): void {
  const count = async () => Math.ceil(((await lastPost(store.read))[0]?.id ?? 0) / PAGE)
  const send = (reply: FastifyReply, body: string | Readable) => reply.type('application/xml; charset=utf-8').send(body)

  app.get('/sitemap.xml', async (request, reply) => {
    const origin = originOf(request)
    const sitemaps = await count()
    if (sitemaps <= 1) return send(reply, Readable.from(sitemap(store, origin, 1)))
    const entries = Array.from(
      { length: sitemaps },
      (_, index) => `<sitemap><loc>${xml(`${origin}/sitemap-${index + 1}.xml`)}</loc></sitemap>`,
    )
    return send(reply, document('sitemapindex', entries))
  })

  app.get<{ Params: { page: string } }>('/sitemap-:page(^[1-9][0-9]{0,5}).xml', async (request, reply) => {
    const page = Number(request.params.page)
    if (page > (await count())) return reply.callNotFound()
    return send(reply, Readable.from(sitemap(store, originOf(request), page)))
  })
}

/** A sitemap in parts, each read when the one before is sent. The first sitemap names the pages too. */
async function* sitemap(store: Store, origin: string, page: number): AsyncGenerator<string> {
  const last = page * PAGE
  yield opening('urlset')
  if (page === 1) yield pages.map((path) => `<url><loc>${xml(origin + path)}</loc></url>\n`).join('')
  for (let after: number | undefined = last - PAGE; after !== undefined; ) {
    const posts = await postsAfter(store.read, { after, last })
    yield posts
      .map(
        ({ id, updatedAt }) => `<url><loc>${xml(`${origin}/posts/${id}`)}</loc><lastmod>${updatedAt}</lastmod></url>\n`,
      )
      .join('')
    after = posts.length === READ ? posts.at(-1)?.id : undefined
  }
  yield '</urlset>\n'
}

const opening = (root: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n`

const document = (root: string, entries: string[]) => `${opening(root)}${entries.join('\n')}\n</${root}>\n`
