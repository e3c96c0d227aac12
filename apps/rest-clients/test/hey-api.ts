import { createClient } from '../dist/hey-api/client/index.ts'
import {
  postsAddTag,
  postsCreate2,
  postsDelete,
  postsList,
  postsUpdate,
  profilesCreate,
  tagsCreate,
  usersCreate,
} from '../dist/hey-api/index.ts'

/** Runs the tutorial with the functions that `@hey-api/openapi-ts` generates from the document. Returns the results. */
export async function tutorial(url: string, key: string, name: string) {
  const client = createClient({ baseUrl: `${url}/api`, headers: { authorization: `Bearer ${key}` } })
  const user = await usersCreate({ client, body: { username: name, email: `${name}@example.com` } })
  const userId = user.data?.id ?? 0
  await profilesCreate({ client, path: { userId }, body: { fullName: 'John Doe', bio: 'Writes about trees' } })
  const post = await postsCreate2({ client, path: { userId }, body: { title: 'First post', content: 'Hello, trees' } })
  const postId = post.data?.id ?? 0
  const tag = await tagsCreate({ client, body: { name } })
  await postsAddTag({ client, path: { postId, tagId: tag.data?.id ?? 0 } })
  const tagged = await postsList({ client, query: { 'tags.all': [name], limit: 5 } })
  const again = await tagsCreate({ client, body: { name: name.toUpperCase() } })
  const deleted = await postsDelete({ client, path: { id: postId } })

  // @ts-expect-error: a title is not a number.
  const wrong = await postsUpdate({ client, path: { id: 1 }, body: { title: 1 } })
  return {
    author: tagged.data?.items[0]?.author.fullName,
    tags: tagged.data?.items[0]?.tags.map(({ name }) => name),
    refused: again.error?.reason,
    deleted: deleted.response?.status,
    fields: Object.keys(wrong.error?.fields ?? {}),
  }
}
