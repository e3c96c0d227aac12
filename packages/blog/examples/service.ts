import type { AppRouter } from '@trellis/blog'
import { createClient, isApiError } from '@trellis/client'

// A service that announces a release: one post, however often it is run.
const trellis = createClient<AppRouter>({
  url: process.env.TRELLIS_URL ?? 'http://127.0.0.1:3000',
  key: process.env.TRELLIS_KEY,
})
const [version = '1.0.0'] = process.argv.slice(2)

const author = await trellis.users.byUsername.query({ username: 'releases' }).catch((error: unknown) => {
  if (!isApiError<AppRouter>(error, 'USER_NOT_FOUND')) throw error
  return trellis.users.create.mutate({ username: 'releases', email: 'releases@example.com' })
})
const post = { title: `Release ${version}`, content: 'Out now.', authorId: author.id, externalId: `release:${version}` }
const { id } = await trellis.posts.create
  .mutate({ ...post, tags: { connectOrCreate: [{ name: 'release' }] } })
  .catch((error) => {
    if (!isApiError<AppRouter>(error, 'POST_EXISTS')) throw error
    return trellis.posts.byExternalId.query({ externalId: post.externalId })
  })
console.log(`Release ${version} is post ${id}.`)
