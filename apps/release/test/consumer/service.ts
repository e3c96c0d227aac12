import type { AppRouter, RouterOutputs } from '@trellis/blog'
import { createClient, isApiError } from '@trellis/client'

// The same in TypeScript: every name, input and output is typed by the router of the server.
const trellis = createClient<AppRouter>({ url: process.env.TRELLIS_URL ?? '', key: process.env.TRELLIS_KEY })
const author = await trellis.users.create.mutate({
  username: `ts-${process.pid}`,
  email: `ts-${process.pid}@example.com`,
})
const created = await trellis.posts.create.mutate({ title: 'From TypeScript', content: 'Text', authorId: author.id })
const post: RouterOutputs['posts']['byId'] = await trellis.posts.byId.query({ id: created.id })
const refused: unknown = await trellis.posts.byId.query({ id: 999_999_999 }).catch((error: unknown) => error)
console.log(post.title, isApiError<AppRouter>(refused, 'POST_NOT_FOUND'))
