import { openStore, type Store } from '@trellis/db'
import { createContext } from '@trellis/rpc'
import { afterAll, describe, expect, test } from 'vitest'
import { createCaller } from '../src/root.ts'
import { callAt, procedures, setupApi } from '../src/testing.ts'
import { authorization } from './authorization/index.ts'
import { fresh, post, type Row, tag, type World } from './authorization/world.ts'

const api = await setupApi()

/** How many more statements run: the one after them fails. The end of a transaction counts as one. */
let remaining = Number.POSITIVE_INFINITY
function failAfterTheRest(): void {
  if (remaining-- === 0) throw new Error('made to fail')
}

const opened = openStore({ url: api.url, onStatement: failAfterTheRest })
afterAll(() => opened.close())
const failing: Store = {
  ...opened,
  write: (work) =>
    opened.write(async (connection) => {
      const result = await work(connection)
      failAfterTheRest()
      return result
    }),
}

/** Every row of every table. */
async function dump(): Promise<string> {
  const { db, tables } = api.store.read
  const rows: unknown[] = []
  for (const table of Object.values(tables)) rows.push(await db.select().from(table))
  return JSON.stringify(rows)
}

const withTags = async (world: World) => ({
  category: { connectOrCreate: { name: fresh('category') } },
  tags: { connect: [{ id: await tag(world) }], connectOrCreate: [{ name: fresh('tag') }, { name: fresh('tag') }] },
})

/** Calls of several statements, besides those of the authorization matrix. */
const longer: Row[] = [
  {
    procedure: 'users.create',
    when: 'with a profile',
    access: 'admin',
    input: async () => {
      const username = fresh('user')
      return { username, email: `${username}@example.com`, profile: { fullName: 'Full Name' } }
    },
  },
  {
    procedure: 'posts.create',
    when: 'with a category and tags',
    access: 'admin',
    input: async (world) => ({
      title: 'Title',
      content: 'Content',
      authorId: world.self.id,
      ...(await withTags(world)),
    }),
  },
  {
    procedure: 'posts.update',
    when: 'with a category and tags',
    access: 'admin',
    input: async (world) => ({ id: await post(world), title: 'New', ...(await withTags(world)) }),
  },
  {
    procedure: 'users.delete',
    when: 'with posts, comments and likes',
    access: 'admin',
    input: async (world) => {
      const postId = await post(world)
      await world.service.comments.create({ postId, body: 'Body', authorId: world.self.id })
      await world.service.likes.like({ postId, userId: world.self.id })
      return { id: world.self.id }
    },
  },
]

const mutations = new Set(procedures.filter(({ kind }) => kind === 'mutation').map(({ path }) => path))
const calls = [...authorization, ...longer]
  .filter(({ procedure }) => mutations.has(procedure))
  .map((row) => ({ ...row, title: [row.procedure, row.when].filter(Boolean).join(' ') }))

test('every mutation is called', () => {
  expect(new Set(calls.map(({ procedure }) => procedure))).toEqual(mutations)
})

describe('whichever statement of a mutation fails, the database is as it was', () => {
  test.each(calls)('$title', async ({ procedure, input }) => {
    const username = fresh('self')
    const self = await api.service.users.create({ username, email: `${username}@example.com` })
    const given = await input({ service: api.service, store: api.store, self, caller: self })
    const webhooks = { encrypt: () => 'encrypted', permits: () => true }
    // With an idempotency key, whose statements belong to the transaction too.
    const context = () =>
      createContext(failing, async () => ({ kind: 'service', name: 'tests' }), {
        idempotencyKeys: [fresh('key')],
        webhooks,
      })
    const before = await dump()
    let failures = 0
    for (let succeeded = false; !succeeded; ) {
      remaining = failures
      succeeded = await callAt(createCaller(context()), procedure, given).then(
        () => true,
        (error: Error) => {
          expect(String(error.cause)).toContain('made to fail')
          return false
        },
      )
      remaining = Number.POSITIVE_INFINITY
      if (succeeded) break
      failures++
      expect(await dump()).toBe(before)
    }
    // The mutation itself, its response under the key, and the end of the transaction.
    expect(failures).toBeGreaterThanOrEqual(3)
  })
})
