import { TRPCError } from '@trpc/server'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { procedures } from '../src/procedures.ts'
import { callAt, setupApi } from '../src/testing.ts'
import { authorization } from './authorization/index.ts'

// Most calls fail, and nobody reads the stack traces.
Error.stackTraceLimit = 0

const api = await setupApi()
const { db, tables } = api.store.read

/** The number of inputs for each procedure, on each engine. */
const INPUTS = 1_000
const AT_ONCE = 50

let users = 0
const newUser = () => {
  const username = `plain${++users}`
  return api.service.users.create({ username, email: `${username}@example.com` })
}

/** Every row of the database: a failed call must not change any. */
async function fingerprint(): Promise<string> {
  const { users, profiles, categories, tags, posts, postTags, comments, likes, follows, employees } = tables
  const all = [users, profiles, categories, tags, posts, postTags, comments, likes, follows, employees]
  const rows = await Promise.all(all.map((table) => db.select().from(table)))
  return JSON.stringify(rows.map((some) => some.map((row) => JSON.stringify(row)).sort()))
}

const strings = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom(
    ...['', ' ', '\0', 'a\0b', '\ud800', 'a\udc00', '\u202e', '\u200b', '\ufeff', 'İ', 'ﬀ', '\ufdfa'.repeat(100)],
    ...["'", '"', '%', '_', '\\', '*', '();--', '\u{10ffff}', 'e\u0301'.repeat(60), 'x'.repeat(100_001)],
    ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'null', 'NaN', '1', '-1', '1e9', 'true', '[]'],
    ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', '2024-02-30T00:00:00Z', '2024-01-01T00:00:00+23:59'],
    ...['0001-01-01T00:00:00+14:00', '9998-12-31T23:59:59-14:00', '2024-06-30T23:59:60Z', '1970-01-01'],
  ),
)
const numbers = fc.oneof(
  fc.constantFrom(0, -0, 1, 2, -1, 1.5, 100, 101, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 1e21),
  fc.constantFrom(1e308, 5e-324, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.integer({ min: 1, max: 5 }),
  fc.double(),
)
const cursors = fc
  .array(fc.oneof(numbers, strings), { maxLength: 4 })
  .map((key) => Buffer.from(JSON.stringify(key)).toString('base64url'))
const leaves = fc.oneof(
  strings,
  numbers,
  cursors,
  fc.boolean(),
  fc.constantFrom(null, undefined, 1n, Symbol('s'), () => 1, new Date(Number.NaN), new Map(), /x/),
)
const keys = ['id', 'name', 'title', 'content', 'tags', 'connect', 'set', 'posts', 'reassignTo', 'limit', 'cursor', 'q']
const objects = fc.dictionary(fc.oneof(fc.constantFrom(...keys, '__proto__', 'constructor'), fc.string()), leaves)
const deep = fc.integer({ min: 100, max: 2_000 }).map((depth) => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { id: value, connect: value }
  return value
})
const values = fc.oneof(
  { weight: 6, arbitrary: leaves },
  { weight: 2, arbitrary: objects },
  { weight: 2, arbitrary: fc.array(fc.oneof(leaves, objects), { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      Array(1_000).fill({ id: 1 }),
      Object.create({ id: 1 }),
      JSON.parse(`{"__proto__": {"id": 1}}`),
    ),
  },
  { weight: 1, arbitrary: deep },
)

/** Mutations of one value in a valid input. */
type Mutation = { kind: 'replace'; value: unknown } | { kind: 'remove' } | { kind: 'add'; key: string; value: unknown }
const mutations = fc.oneof(
  { weight: 6, arbitrary: values.map((value): Mutation => ({ kind: 'replace', value })) },
  { weight: 1, arbitrary: fc.constant<Mutation>({ kind: 'remove' }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.oneof(fc.constantFrom(...keys), fc.string()), values)
      .map(([key, value]): Mutation => ({ kind: 'add', key, value })),
  },
)

/** A copy of the input with the `nth` value changed. */
function mutate(input: unknown, nth: number, mutation: Mutation): unknown {
  const copy: unknown = structuredClone(input)
  const places: [object, string][] = []
  const visit = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      places.push([value, key])
      visit(child)
    }
  }
  visit(copy)
  const place = places[nth % Math.max(1, places.length)]
  if (!place) return mutation.kind === 'add' ? { [mutation.key]: mutation.value } : copy
  const [parent, key] = place
  if (mutation.kind === 'replace') Reflect.set(parent, key, mutation.value)
  else if (mutation.kind === 'remove') Reflect.deleteProperty(parent, key)
  else Reflect.set(parent, mutation.key, mutation.value)
  return copy
}

const sample = { seed: 29, numRuns: INPUTS / 2 }
/** The same for every procedure: generating them takes longer than the calls. */
const wrong = fc.sample(values, sample)
const changes = fc.sample(fc.tuple(fc.nat(1), fc.nat(20), mutations), sample)

/** Inputs with every optional property, for procedures whose row in the authorization table has few. */
const fuller = (self: { id: number }): Record<string, unknown> => ({
  'users.create': { username: 'fuller', email: 'fuller@example.com', profile: { fullName: 'F', bio: 'B' } },
  'users.byId': { id: self.id, posts: { limit: 5 } },
  'users.list': { q: 's', limit: 5, cursor: null },
  'users.accounts': { q: 's', role: 'admin', limit: 5, cursor: null },
  'users.update': { id: self.id, username: 'self', email: 'self@example.com' },
  'users.delete': { id: 1_000, posts: { reassignTo: self.id } },
  'posts.list': {
    authorId: self.id,
    categoryId: 1,
    tags: { all: ['a'], any: ['b'], none: ['c'] },
    likedBy: self.id,
    limit: 5,
  },
  'posts.create': {
    title: 'T',
    content: 'C',
    authorId: self.id,
    createdAt: '2020-01-01T00:00:00Z',
    category: { connectOrCreate: { name: 'c' } },
    tags: { connect: [], connectOrCreate: [{ name: 'a' }, { name: 'b' }] },
  },
  'posts.update': {
    id: 1,
    title: 'T',
    content: 'C',
    category: { connectOrCreate: { name: 'c' } },
    tags: { set: [{ id: 1 }], connect: [{ id: 1 }], disconnect: [{ id: 2 }], connectOrCreate: [{ name: 'd' }] },
  },
  'categories.delete': { id: 1_000, posts: { moveTo: 1 } },
  'comments.create': { postId: 1, body: 'B', parentId: 1, authorId: self.id },
  'employees.create': { name: 'N', title: 'T', managerId: 1 },
  'employees.subtree': { id: 1, maxDepth: 3 },
  'search.posts': { q: 'text', authorId: self.id, categoryId: 1, tag: 'a', limit: 5, cursor: null },
})

/**
 * Calls a procedure with all inputs. Returns those that were refused: by their schema, before any statement, or later.
 * Any result outside the contract fails the test.
 */
async function refusedOf(path: string, inputs: unknown[]) {
  const refused = { early: 0, late: [] as unknown[] }
  for (let start = 0; start < inputs.length; start += AT_ONCE) {
    const calls = inputs.slice(start, start + AT_ONCE).map(async (input) => {
      try {
        await callAt(api.service, path, input)
      } catch (error) {
        if (!(error instanceof TRPCError)) throw error
        if (error.cause instanceof z.ZodError) refused.early++
        else refused.late.push(input)
      }
    })
    await Promise.all(calls)
  }
  return refused
}

describe('for any input, the result is within the contract, and an error changes nothing', () => {
  test.each(procedures)('$path', async ({ path, input }) => {
    const self = await newUser()
    const row = authorization.find(({ procedure }) => procedure === path)
    const valid = [
      await row?.input({ service: api.service, store: api.store, self, caller: self }),
      fuller(self)[path] ?? {},
    ]
    const nearlyValid = changes.map(([which, nth, mutation]) => mutate(valid[which], nth, mutation))
    let { early, late } = await refusedOf(path, [...wrong, ...nearlyValid])
    if (input) expect(early).toBeGreaterThan(INPUTS / 10)
    // Repeats those that were refused late, until none is accepted because of changes by other calls.
    for (let accepted = true; accepted; ) {
      const before = await fingerprint()
      const again = await refusedOf(path, late)
      accepted = again.late.length < late.length
      if (!accepted) expect(await fingerprint()).toBe(before)
      late = again.late
    }
  })
})
