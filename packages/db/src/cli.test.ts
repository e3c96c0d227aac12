import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { reset } from '@trellis/store'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Store } from './database.ts'
import { openStore } from './database.ts'
import { loadDemo } from './demo.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase(inject('templates'), inject('dialect'))
})
afterAll(() => database.remove())

interface Ended {
  status: number | string | null | undefined
  out: string
  error: string
}

/** Runs the command line as the root scripts do. */
function cli(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const main = fileURLToPath(new URL('cli.ts', import.meta.url))
  return new Promise((resolve) => {
    const options = { env: { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url, ...env } }
    execFile(process.execPath, [main, ...args], options, (failure, out, error) => {
      resolve({ status: failure ? failure.code : 0, out, error })
    })
  })
}

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore({ url: database.url })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const demo = loadDemo().people.map((author) => author.username)
const usernames = () =>
  withStore(async ({ read: { db } }) => {
    const users = await db.query.users.findMany({ orderBy: { id: 'asc' } })
    return users.map((user) => user.username)
  })

/** Adds what a reset must remove. */
const addStranger = () =>
  withStore(({ write }) =>
    write(async ({ db, tables }) => {
      const stranger = { username: 'stranger', usernameKey: 'stranger', email: 'stranger@example.com' }
      await db.insert(tables.users).values(stranger).onConflictDoNothing()
    }),
  )

test('--help tells every command', async () => {
  const { status, out } = await cli(['--help'])
  expect(status).toBe(0)
  for (const command of ['migrate', 'seed', 'reset', 'studio']) expect(out).toMatch(new RegExp(`^  ${command} `, 'm'))
})

test('seed fills an empty database, says how to sign in, and leaves one that has rows alone', async () => {
  const first = await cli(['seed'])
  expect(first).toEqual({ status: 0, out: expect.stringContaining('ada with the password trellis-demo'), error: '' })
  expect(await usernames()).toEqual(demo)

  await addStranger()
  const second = await cli(['seed'])
  expect(second).toEqual({ status: 0, out: expect.stringContaining('not empty: nothing was changed'), error: '' })
  expect(await usernames()).toEqual([...demo, 'stranger'])
})

test.each(['reset', 'seed'])('%s refuses in production without --force', async (command) => {
  const before = await usernames()
  const ended = await cli([command], { NODE_ENV: 'production' })
  expect(ended).toEqual({
    status: 1,
    out: '',
    error: expect.stringMatching(/^This is production\. .*--force only\.\n$/),
  })
  expect(await usernames()).toEqual(before)
})

test('reset leaves the demo blog and nothing else, in production with --force', async () => {
  await addStranger()
  expect(await cli(['reset', '--force'], { NODE_ENV: 'production' })).toMatchObject({ status: 0, error: '' })
  expect(await usernames()).toEqual(demo)
})

test('migrate makes the schema from nothing, and shows no password', async () => {
  await reset(database.url)
  const ended = await cli(['migrate'])
  expect(ended).toEqual({
    status: 0,
    out: expect.stringMatching(/^(file|postgres):.* has the current schema\n$/),
    error: '',
  })
  expect(ended.out).not.toContain(':password@')
  expect(await usernames()).toEqual([])
})

describe('what cannot be done is one line and exit status 1', () => {
  test.each([
    ['a URL of another kind', 'mysql://here', 'DATABASE_URL must start with file:, postgres:// or postgresql://'],
    ['a server that is not there', 'postgres://me:secret@127.0.0.1:1/trellis', 'connect ECONNREFUSED 127.0.0.1:1'],
  ])('%s', async (_, DATABASE_URL, line) => {
    expect(await cli(['migrate'], { DATABASE_URL })).toEqual({ status: 1, out: '', error: `${line}\n` })
  })
})
