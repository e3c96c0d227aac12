import createClient from 'openapi-fetch'
import type { paths } from '../dist/openapi.d.ts'

/** Runs the tutorial with the types that `openapi-typescript` generates from the document. Returns the results. */
export async function tutorial(url: string, key: string, name: string) {
  const api = createClient<paths>({ baseUrl: `${url}/api`, headers: { authorization: `Bearer ${key}` } })
  const user = await api.POST('/users', { body: { username: name, email: `${name}@example.com` } })
  const userId = user.data?.id ?? 0
  await api.POST('/users/{userId}/profile', {
    params: { path: { userId } },
    body: { fullName: 'John Doe', bio: 'Writes about trees' },
  })
  const post = await api.POST('/users/{userId}/posts', {
    params: { path: { userId } },
    body: { title: 'First post', content: 'Hello, trees' },
  })
  const postId = post.data?.id ?? 0
  const tag = await api.POST('/tags', { body: { name } })
  await api.POST('/posts/{postId}/tags/{tagId}', { params: { path: { postId, tagId: tag.data?.id ?? 0 } } })
  const tagged = await api.GET('/posts', { params: { query: { 'tags.all': [name], limit: 5 } } })
  const again = await api.POST('/tags', { body: { name: name.toUpperCase() } })
  const deleted = await api.DELETE('/posts/{id}', { params: { path: { id: postId } } })

  // @ts-expect-error: a title is not a number.
  const wrong = await api.PATCH('/posts/{id}', { params: { path: { id: 1 } }, body: { title: 1 } })
  return {
    author: tagged.data?.items[0]?.author.fullName,
    tags: tagged.data?.items[0]?.tags.map(({ name }) => name),
    refused: again.error?.reason,
    deleted: deleted.response.status,
    fields: Object.keys(wrong.error?.fields ?? {}),
  }
}
