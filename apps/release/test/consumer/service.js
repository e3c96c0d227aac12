import { createClient, isApiError } from '@trellis/client'

// A service in JavaScript: writes a post, reads it back, and is refused something.
const trellis = createClient({ url: process.env.TRELLIS_URL, key: process.env.TRELLIS_KEY })
const author = await trellis.users.create.mutate({
  username: `js-${process.pid}`,
  email: `js-${process.pid}@example.com`,
})
const { id } = await trellis.posts.create.mutate({ title: 'From JavaScript', content: 'Text', authorId: author.id })
const { title } = await trellis.posts.byId.query({ id })
const refused = await trellis.posts.byId.query({ id: 999_999_999 }).catch((error) => error)
console.log(title, isApiError(refused, 'POST_NOT_FOUND'))
