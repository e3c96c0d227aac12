import { appRouter, createCaller, createContext } from '@trellis/api'
import type { Store } from '@trellis/db'
import { callTRPCProcedure } from '@trpc/server'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { rss } from './feed.ts'
import { fillHtml } from './html.ts'
import { isMissing, pageAt, postsAt } from './pages.ts'
import type { Call, Renderer } from './renderer.ts'
import { sitemapRoutes } from './sitemap.ts'

/** The HTML of each page of the web app, its feeds, `sitemap.xml` and `robots.txt`. */
export function pageRoutes(
  app: FastifyInstance,
  store: Store,
  html: string,
  renderer: Renderer,
  urlOf: (request: FastifyRequest) => URL,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const context = () => createContext(store, async () => ({ kind: 'anyone' }))
  const anyone = () => createCaller(context())
  const call: Call = (path, input) =>
    callTRPCProcedure({
      router: appRouter,
      path,
      ctx: context(),
      getRawInput: async () => input,
      type: 'query',
      signal: undefined,
      batchIndex: 0,
    })

  const feed = async (request: FastifyRequest, reply: FastifyReply) => {
    const url = urlOf(request)
    const self = url.pathname + url.search
    url.pathname = url.pathname.replace(/feed\.xml$/, '')
    try {
      const posts = await postsAt(anyone(), url)
      if (posts) return reply.type('application/rss+xml; charset=utf-8').send(rss(url.origin, self, posts))
    } catch (error) {
      if (!isMissing(error)) throw error
    }
    return reply.code(404).send({ message: 'There is no such feed' })
  }
  app.get('/feed.xml', feed)
  // Where readers look for it.
  for (const path of ['/feed', '/rss.xml']) app.get(path, (_, reply) => reply.redirect('/feed.xml', 301))
  app.get('/authors/:username/feed.xml', feed)

  sitemapRoutes(app, store, (request) => urlOf(request).origin)

  app.get('/robots.txt', (request, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .send(`User-agent: *\nDisallow: /api/\nDisallow: /trpc/\nSitemap: ${urlOf(request).origin}/sitemap.xml\n`),
  )

  return async (request, reply) => {
    const url = urlOf(request)
    const page = await pageAt(anyone(), url).catch(() => null)
    // The app says itself that the database is away, and offers to try again.
    if (!page) return reply.code(503).type('text/html; charset=utf-8').send(html)
    // With other parameters the app may show something else.
    const isSame = url.pathname + url.search === page.path
    const signedIn = request.headers.cookie !== undefined
    const markup = page.isRendered && isSame ? await renderer.render(page.path, signedIn, call) : undefined
    return (
      reply
        .code(page.status)
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        // After signing in, a browser must not go back to the page that it got before.
        .header('vary', 'cookie')
        .send(fillHtml(html, url.origin, page, markup))
    )
  }
}
