import { describe, expect, test } from 'vitest'
import {
  type DemoComment,
  type DemoEmployee,
  demoAuthors,
  demoCategories,
  demoFollows,
  demoLikes,
  demoOrganization,
  demoPosts,
  demoTags,
  demoThreads,
} from './index.ts'

const usernames = new Set(demoAuthors.map((author) => author.username))
const posts = new Map(demoPosts.map((post) => [post.key, post]))
const comments = demoThreads.flatMap((thread) => flatten(thread))
const employees = demoOrganization.flatMap((root) => withReports(root))
const likes = Object.entries(demoLikes)
const follows = Object.entries(demoFollows)

function flatten(comment: DemoComment): DemoComment[] {
  return [comment, ...(comment.replies ?? []).flatMap(flatten)]
}

function withReports(employee: DemoEmployee): DemoEmployee[] {
  return [employee, ...(employee.reports ?? []).flatMap(withReports)]
}

function depth(comment: DemoComment): number {
  return 1 + Math.max(0, ...(comment.replies ?? []).map(depth))
}

function levels(employee: DemoEmployee): number {
  return 1 + Math.max(0, ...(employee.reports ?? []).map(levels))
}

/** Hours from the post to the last word of a thread. */
function lastWord(comment: DemoComment): number {
  return comment.hoursAfter + Math.max(0, ...(comment.replies ?? []).map(lastWord))
}

const folded = (values: readonly string[]) => values.map((value) => value.normalize('NFKC').toLowerCase())
const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)
const strangers = (names: readonly string[]) => names.filter((name) => !usernames.has(name))

test('there is enough of everything', () => {
  expect(demoAuthors.length).toBeGreaterThanOrEqual(12)
  expect(demoPosts.length).toBeGreaterThanOrEqual(55)
  expect(comments.length).toBeGreaterThanOrEqual(120)
  expect(likes.flatMap(([, names]) => names).length).toBeGreaterThanOrEqual(200)
  expect(follows.flatMap(([, names]) => names).length).toBeGreaterThanOrEqual(40)
  expect(employees.length).toBeGreaterThanOrEqual(38)
})

describe('authors', () => {
  test('the first is the one people sign in as, and has posts and follows', () => {
    expect(demoAuthors[0]?.username).toBe('ada')
    expect(demoPosts.filter((post) => post.author === 'ada').length).toBeGreaterThanOrEqual(5)
    expect(demoFollows.ada?.length).toBeGreaterThan(0)
  })

  test('usernames and addresses are unique, whatever their case', () => {
    expect(repeated(folded(demoAuthors.map((author) => author.username)))).toEqual([])
    expect(repeated(folded(demoAuthors.map((author) => author.email)))).toEqual([])
  })

  test.for(demoAuthors)('$username fits the limits', (author) => {
    expect(author.username).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
    expect(author.email).toMatch(/^[a-z.]+@example\.com$/)
    expect(author.fullName.length).toBeGreaterThan(0)
    expect(author.bio.length).toBeGreaterThan(0)
  })
})

describe('posts', () => {
  test('keys, titles and times are unique', () => {
    expect(repeated(demoPosts.map((post) => post.key))).toEqual([])
    expect(repeated(folded(demoPosts.map((post) => post.title)))).toEqual([])
    expect(repeated(demoPosts.map((post) => String(post.daysAgo)))).toEqual([])
  })

  test('authors exist; categories and tags are exactly those listed', () => {
    expect(strangers(demoPosts.map((post) => post.author))).toEqual([])
    expect(new Set(demoPosts.map((post) => post.category))).toEqual(new Set([...demoCategories, null]))
    expect(new Set(demoPosts.flatMap((post) => post.tags))).toEqual(new Set(demoTags))
    expect(repeated(folded(demoCategories))).toEqual([])
    expect(repeated(folded(demoTags))).toEqual([])
    expect([...demoCategories, ...demoTags].filter((name) => name.length > 50)).toEqual([])
  })

  test.for(demoPosts)('$key fits the limits', (post) => {
    expect(post.key).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(post.title.length).toBeLessThanOrEqual(200)
    expect(post.content.length).toBeGreaterThan(500)
    expect(post.content.length).toBeLessThanOrEqual(20_000)
    expect(post.content).toBe(post.content.trim())
    expect(repeated(post.tags)).toEqual([])
    expect(post.daysAgo).toBeGreaterThan(0)
  })
})

describe('threads', () => {
  test('posts and authors exist', () => {
    expect(demoThreads.filter((thread) => !posts.has(thread.post))).toEqual([])
    expect(strangers(comments.map((comment) => comment.author))).toEqual([])
  })

  test('they go up to four levels deep', () => {
    expect(Math.max(...demoThreads.map(depth))).toBe(4)
  })

  test('bodies fit the limits, and a reply comes after what it answers', () => {
    expect(comments.filter(({ body }) => body.length === 0 || body.length > 2_000)).toEqual([])
    expect(comments.filter(({ hoursAfter }) => hoursAfter <= 0)).toEqual([])
  })

  test('nothing was said in the future', () => {
    const future = demoThreads.filter((thread) => lastWord(thread) >= (posts.get(thread.post)?.daysAgo ?? 0) * 24)
    expect(future).toEqual([])
  })
})

describe('reactions', () => {
  test('likes are of posts that exist, by authors, once each', () => {
    expect(likes.filter(([post]) => !posts.has(post))).toEqual([])
    expect(strangers(likes.flatMap(([, names]) => names))).toEqual([])
    for (const [, names] of likes) expect(repeated(names)).toEqual([])
  })

  test('likes are uneven', () => {
    expect(Math.max(...likes.map(([, names]) => names.length))).toBeGreaterThanOrEqual(demoAuthors.length - 1)
    expect(likes.length).toBeLessThan(demoPosts.length)
  })

  test('follows are between authors, once each, and nobody follows themself', () => {
    expect(strangers(follows.flatMap(([follower, names]) => [follower, ...names]))).toEqual([])
    for (const [, names] of follows) expect(repeated(names)).toEqual([])
    expect(follows.filter(([follower, names]) => names.includes(follower))).toEqual([])
  })
})

describe('organization', () => {
  test('has a company five levels deep, and a second root', () => {
    expect(demoOrganization.map(levels)).toEqual([5, 2])
  })

  test('names are unique, and everybody has a title', () => {
    expect(repeated(employees.map((employee) => employee.name))).toEqual([])
    expect(employees.filter((employee) => employee.title.length === 0)).toEqual([])
  })
})
