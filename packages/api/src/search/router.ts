import { fold } from '@trellis/db'
import { pageOf, viewerId } from '@trellis/rpc'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { contentLength, PostView, postBytes, postsByIds, shorten } from '../posts/views.ts'
import { publicProcedure, router } from '../rpc.ts'
import { byMatch, matchingIds } from './ids.ts'
import { snippet } from './snippet.ts'
import { firstSubstring, withSubstring } from './substring.ts'
import { firstHit, parseWords, withWords } from './words.ts'

/** Search. */
export const search = router({
  posts: publicProcedure
    .meta({ http: 'GET /search', cost: 10 })
    .input(
      z.object({
        q: input.query,
        mode: z.literal(['substring', 'words']).default('substring'),
        authorId: input.id.optional(),
        categoryId: input.id.optional(),
        tag: input.name.optional(),
        content: contentLength,
        ...byMatch.input,
      }),
    )
    .output(pageOf(z.object({ post: PostView, snippet: z.string() })))
    .query(async ({ ctx, input: { q, mode, limit, cursor, tag, content, ...ids } }) => {
      const filter = { ...ids, tagKey: tag && fold(tag) }
      const { readInWorker } = ctx.store
      const words = mode === 'words' ? parseWords(q) : undefined
      const match = words ? withWords(readInWorker, words) : withSubstring(readInWorker, q)
      const found = await matchingIds(readInWorker, match, filter, { cursor, count: limit + 1 })
      const { items, nextCursor } = byMatch.page(
        await postsByIds(ctx, found.ids, viewerId(await ctx.identify())),
        limit,
        ({ id, createdAt }) => [found.titles.has(id) ? 1 : 0, createdAt, id],
        postBytes,
      )
      const shown = shorten(items, content)
      const snippets = items.map(({ content }) =>
        snippet(content, words ? firstHit(content, words) : firstSubstring(content, q)),
      )
      return { items: shown.map((post, index) => ({ post, snippet: snippets[index] ?? '' })), nextCursor }
    }),
})
