import { fold } from '@trellis/db'
import { page, pageOf, toPage } from '@trellis/rpc'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { contentLength, PostView, postBytes, shorten } from '../posts/views.ts'
import { anyone, router } from '../rpc.ts'
import { byMatch, searchPosts } from './posts.ts'
import { snippet } from './snippet.ts'

/** Search. */
export const search = router({
  posts: anyone
    .meta({ http: 'GET /search' })
    .input(
      z.object({
        q: input.query,
        authorId: input.id.optional(),
        categoryId: input.id.optional(),
        tag: input.name.optional(),
        content: contentLength,
        ...page(byMatch),
      }),
    )
    .output(pageOf(z.object({ post: PostView, snippet: z.string() })))
    .query(async ({ ctx, input: { limit, tag, content, ...search } }) => {
      const hits = await searchPosts(ctx, { ...search, tagKey: tag && fold(tag), count: limit + 1 })
      const { items, nextCursor } = toPage(
        hits,
        limit,
        ({ inTitle, post }) => [inTitle ? 1 : 0, Date.parse(post.createdAt), post.id],
        ({ post }) => postBytes(post),
      )
      const shown = shorten(
        items.map(({ post }) => post),
        content,
      )
      const snippets = items.map(({ post }) => snippet(post.content, search.q))
      return { items: shown.map((post, index) => ({ post, snippet: snippets[index] ?? '' })), nextCursor }
    }),
})
