import { describe, expect, test } from 'vitest'
import { type DemoComment, type DemoEmployee, loadDemo } from './demo.ts'

const demo = loadDemo()
const usernames = new Set(demo.people.map((author) => author.username))
const posts = new Set(demo.posts.map((post) => post.key))
const threads = demo.posts.flatMap(({ comments, ...post }) => comments.map((comment) => ({ post, ...comment })))
const comments = threads.flatMap(flatten)
const employees = demo.organization.flatMap(withReports)
const likes = Object.entries(demo.likes)
const follows = Object.entries(demo.follows)

function flatten(comment: DemoComment): DemoComment[] {
  return [comment, ...comment.replies.flatMap(flatten)]
}

function withReports(employee: DemoEmployee): DemoEmployee[] {
  return [employee, ...employee.reports.flatMap(withReports)]
}

function depth(comment: DemoComment): number {
  return 1 + Math.max(0, ...comment.replies.map(depth))
}

function levels(employee: DemoEmployee): number {
  return 1 + Math.max(0, ...employee.reports.map(levels))
}

/** Hours from the post to the last comment of a thread. */
function lastWord(comment: DemoComment): number {
  return comment.hoursAfter + Math.max(0, ...comment.replies.map(lastWord))
}

const folded = (values: readonly string[]) => values.map((value) => value.normalize('NFKC').toLowerCase())
const repeated = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)
const strangers = (names: readonly string[]) => names.filter((name) => !usernames.has(name))

test('has at least the required number of rows of each kind', () => {
  expect(demo.people.length).toBeGreaterThanOrEqual(12)
  expect(demo.posts.length).toBeGreaterThanOrEqual(55)
  expect(comments.length).toBeGreaterThanOrEqual(120)
  expect(likes.flatMap(([, names]) => names).length).toBeGreaterThanOrEqual(200)
  expect(follows.flatMap(([, names]) => names).length).toBeGreaterThanOrEqual(40)
  expect(employees.length).toBeGreaterThanOrEqual(38)
})

describe('authors', () => {
  test('the first is the account to sign in with, and has posts and follows', () => {
    expect(demo.people[0]?.username).toBe('ada')
    expect(demo.posts.filter((post) => post.author === 'ada').length).toBeGreaterThanOrEqual(5)
    expect(demo.follows.ada?.length).toBeGreaterThan(0)
  })

  test('usernames and addresses are unique, whatever their case', () => {
    expect(repeated(folded(demo.people.map((author) => author.username)))).toEqual([])
    expect(repeated(folded(demo.people.map((author) => author.email)))).toEqual([])
  })

  test.for(demo.people)('$username fits the limits', (author) => {
    expect(author.username).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u)
    expect(author.email).toMatch(/^[a-z.]+@example\.com$/)
    expect(author.fullName.length).toBeGreaterThan(0)
    expect(author.bio.length).toBeGreaterThan(0)
  })
})

describe('posts', () => {
  test('keys, titles and times are unique', () => {
    expect(repeated(demo.posts.map((post) => post.key))).toEqual([])
    expect(repeated(folded(demo.posts.map((post) => post.title)))).toEqual([])
    expect(repeated(demo.posts.map((post) => String(post.daysAgo)))).toEqual([])
  })

  test('authors exist; categories and tags are exactly those listed', () => {
    expect(strangers(demo.posts.map((post) => post.author))).toEqual([])
    expect(new Set(demo.posts.map((post) => post.category))).toEqual(new Set([...demo.categories, null]))
    expect(new Set(demo.posts.flatMap((post) => post.tags))).toEqual(new Set(demo.tags))
    expect(repeated(folded(demo.categories))).toEqual([])
    expect(repeated(folded(demo.tags))).toEqual([])
    expect([...demo.categories, ...demo.tags].filter((name) => name.length > 50)).toEqual([])
  })

  test.for(demo.posts)('$key fits the limits', (post) => {
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
  test('authors exist', () => {
    expect(strangers(comments.map((comment) => comment.author))).toEqual([])
  })

  test('they go up to four levels deep', () => {
    expect(Math.max(...threads.map(depth))).toBe(4)
  })

  test('bodies fit the limits, and a reply comes after what it answers', () => {
    expect(comments.filter(({ body }) => body.length === 0 || body.length > 2_000)).toEqual([])
    expect(comments.filter(({ hoursAfter }) => hoursAfter <= 0)).toEqual([])
  })

  test('nothing was said in the future', () => {
    const future = threads.filter((thread) => lastWord(thread) >= thread.post.daysAgo * 24)
    expect(future).toEqual([])
  })
})

describe('reactions', () => {
  test('likes are of posts that exist, by authors, once each', () => {
    expect(likes.filter(([post]) => !posts.has(post))).toEqual([])
    expect(strangers(likes.flatMap(([, names]) => names))).toEqual([])
    for (const [, names] of likes) expect(repeated(names)).toEqual([])
  })

  test('posts have different numbers of likes', () => {
    expect(Math.max(...likes.map(([, names]) => names.length))).toBeGreaterThanOrEqual(demo.people.length - 1)
    expect(likes.length).toBeLessThan(demo.posts.length)
  })

  test('follows are between different authors, once each', () => {
    expect(strangers(follows.flatMap(([follower, names]) => [follower, ...names]))).toEqual([])
    for (const [, names] of follows) expect(repeated(names)).toEqual([])
    expect(follows.filter(([follower, names]) => names.includes(follower))).toEqual([])
  })
})

describe('organization', () => {
  test('has a company five levels deep, and a second root', () => {
    expect(demo.organization.map(levels)).toEqual([5, 2])
  })

  test('names are unique, and everybody has a title', () => {
    expect(repeated(employees.map((employee) => employee.name))).toEqual([])
    expect(employees.filter((employee) => employee.title.length === 0)).toEqual([])
  })
})
