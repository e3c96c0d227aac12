import type { createCaller, RouterOutputs } from '@trellis/api'
import { excerpt } from '@trellis/api/excerpt'
import { TRPCError } from '@trpc/server'
import type { Page } from './html.ts'

type Caller = ReturnType<typeof createCaller>
type Post = RouterOutputs['posts']['byId']

/** How many posts a list of a page or of a feed has. */
const POSTS = 20
const ABOUT = 'Trellis: a blog and the people behind it.'

/** The pages of the web app that have no content of their own for search engines. */
const plain: Record<string, string> = {
  '/topics': 'Topics',
  '/authors': 'Authors',
  '/organization': 'Organization',
  '/stats': 'Stats',
  '/search': 'Search',
  '/sign-in': 'Sign in',
  '/sign-up': 'Sign up',
  '/forgot-password': 'Forgot your password',
  '/reset-password': 'Reset your password',
  '/verify-email': 'Confirm your e-mail address',
  '/account': 'Account',
  '/admin': 'Administration',
  '/write': 'Write a post',
  '/drafts': 'My drafts',
  '/notifications': 'Notifications',
}

/** The posts of the whole site, of an author or of a topic, with the name and the path of the page that lists them. */
export interface Posts {
  title: string
  path: string
  posts: Post[]
}

/** The page at an address of the web app. One read at most. */
export async function pageAt(call: Caller, url: URL): Promise<Page> {
  const path = url.pathname.replace(/(.)\/+$/, '$1')
  const title = plain[path]
  if (title) return { status: 200, title: `${title} · Trellis`, description: ABOUT, path }
  if (path === '/' && url.searchParams.get('view') === 'feed')
    return { status: 200, title: 'Your feed · Trellis', description: ABOUT, path: '/?view=feed' }
  const [, id, edit] = path.match(/^\/posts\/([1-9]\d{0,15})(\/edit)?$/) ?? []
  try {
    if (id && edit) return { status: 200, title: 'Edit · Trellis', description: ABOUT, path }
    if (id) return postPage(await call.posts.byId({ id: Number(id) }))
    const list = await postsAt(call, url)
    if (list) return listPage(list)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
  return { status: 404, title: 'Not found · Trellis', description: 'There is nothing here.', path }
}

/** The posts that an address lists; `undefined` for an address without a list. Throws NOT_FOUND and BAD_REQUEST. */
export async function postsAt(call: Caller, { pathname, searchParams }: URL): Promise<Posts | undefined> {
  const [, username] = pathname.match(/^\/authors\/([^/]+)\/?$/) ?? []
  if (username) {
    const user = await call.users.byUsername({
      username: decodeURIComponent(username),
      posts: { limit: POSTS, content: 'excerpt' },
    })
    const title = user.profile?.fullName ?? user.username
    return { title, path: `/authors/${encodeURIComponent(user.username)}`, posts: user.posts.items }
  }
  if (pathname !== '/') return undefined
  const [tag, category] = [textOf(searchParams.get('tag')), Number(searchParams.get('category'))]
  if (tag) {
    const { items: posts } = await call.tags.posts({ name: tag, limit: POSTS, content: 'excerpt' })
    return { title: `#${tag}`, path: `/?${new URLSearchParams({ tag: parameter(tag) })}`, posts }
  }
  if (category) {
    const { items: posts } = await call.categories.posts({ id: category, limit: POSTS, content: 'excerpt' })
    return { title: posts[0]?.category?.name ?? 'Category', path: `/?category=${category}`, posts }
  }
  const { items: posts } = await call.posts.list({ limit: POSTS, content: 'excerpt' })
  return { title: 'Trellis', path: '/', posts }
}

/** The text of a parameter, as the router of the app writes and reads it: a text that is JSON, such as a number, in quotes. */
function textOf(value: string | null): string | undefined {
  const parsed = value === null ? undefined : jsonOf(value)
  return typeof parsed === 'string' ? parsed : (value ?? undefined)
}

const parameter = (text: string): string => (jsonOf(text) === undefined ? text : JSON.stringify(text))

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether an error says that an address leads nowhere. */
export function isMissing(error: unknown): boolean {
  return error instanceof URIError || (error instanceof TRPCError && /^(NOT_FOUND|BAD_REQUEST)$/.test(error.code))
}

function postPage(post: Post): Page {
  const author = post.author.fullName ?? post.author.username
  return {
    status: 200,
    title: post.title,
    description: excerpt(post.content, 160) || post.title,
    path: `/posts/${post.id}`,
    type: 'article',
    feed: `/authors/${encodeURIComponent(post.author.username)}/feed.xml`,
    article: {
      published: post.createdAt,
      modified: post.updatedAt,
      author,
      tags: post.tags.map(({ name }) => name),
    },
    isRendered: true,
  }
}

function listPage({ title, path }: Posts): Page {
  return {
    status: 200,
    title: path === '/' ? title : `${title} · Trellis`,
    description: path === '/' ? ABOUT : `Posts in ${title}`,
    path,
    type: path.startsWith('/authors/') ? 'profile' : 'website',
    feed: path.startsWith('/authors/') ? `${path}/feed.xml` : path.replace('/', '/feed.xml'),
    isRendered: true,
  }
}
