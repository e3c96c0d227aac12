import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@trellis/client'
import { createHost, readEnv } from '@trellis/host'
import { type LibraryRouter, library } from '@trellis/host/testing/library'
import { createTestDatabase, openStore } from '@trellis/identity/testing/library'
import { afterAll, expect, inject, test } from 'vitest'

// A second domain, through everything that an operator and a user do.

const SECRET = 'a-secret-of-the-tests-long-enough-to-be-one'
const dialect = inject('dialect')
const folder = mkdtempSync(join(tmpdir(), 'library-'))
const [database, restored, moved] = await Promise.all([
  createTestDatabase(inject('templates'), dialect),
  createTestDatabase(inject('templates'), dialect),
  createTestDatabase(inject('templates'), dialect === 'sqlite' ? 'postgres' : 'sqlite'),
])
afterAll(async () => {
  for (const one of [database, restored, moved]) await one.remove()
  rmSync(folder, { recursive: true })
})

/** Serves the library on a database until `close`. */
async function serve(DATABASE_URL: string) {
  const variables = { DATABASE_URL, NODE_ENV: 'test', AUTH_SECRET: SECRET, SERVICE_KEYS: `staff:${SECRET}` }
  const store = openStore({ url: DATABASE_URL })
  const app = await createHost(library, store, readEnv({ ...variables, LOG_LEVEL: 'silent' }, 'lending'))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    clientOf: (key?: string) => createClient<LibraryRouter>({ url, key }),
    close: async () => {
      await app.close()
      await store.close()
    },
  }
}

const main = fileURLToPath(new URL('library.ts', import.meta.url))

/** Runs a command of the operators. Resolves to what it prints. */
function lending(args: string[], url = database.url): Promise<string> {
  const env = { ...process.env, NODE_ENV: 'test', DATABASE_URL: url }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [main, ...args], { env }, (error, out, message) =>
      error ? reject(new Error(out + message)) : resolve(out),
    )
  })
}

/** What anybody can see of the library on a database, and of a reader. */
async function shownAt(url: string, token: string) {
  const { clientOf, close } = await serve(url)
  const reader = clientOf(token)
  const shown = [await reader.books.search.query({}), await reader.loans.count.query()]
  // The session is in the database too.
  await expect(reader.loans.create.mutate({ bookId: 1 })).rejects.toMatchObject({ data: { reason: 'LENT' } })
  await close()
  return shown
}

test('a reader signs up, writes and reads; a backup and an export have all of it', async () => {
  const { url, clientOf, close } = await serve(database.url)
  const key = (await lending(['keys', 'create', 'desk', '--procedures', 'books.*'])).trim()
  expect(key).toMatch(/^lending_/)
  const desk = clientOf(key)
  const { id } = await desk.books.create.mutate({ title: 'Notes on the Engine' })
  await desk.books.create.mutate({ title: 'Sketches' })

  const json = { 'content-type': 'application/json' }
  const body = JSON.stringify({ username: 'ada', email: 'ada@example.com', password: 'correct horse' })
  const signedUp = await fetch(`${url}/api/auth/sign-up/email`, { method: 'POST', headers: json, body })
  const { token }: { token: string } = JSON.parse(await signedUp.text())
  const loan = await clientOf(token).loans.create.mutate({ bookId: id })
  const authorization = `Bearer ${token}`
  const headers = { ...json, authorization }
  const overRest = await fetch(`${url}/api/loans`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ bookId: id + 1 }),
  })
  expect([loan.bookId, overRest.status]).toEqual([id, 200])
  expect(await (await fetch(`${url}/api/books/${id}`)).json()).toEqual({ id, title: 'Notes on the Engine' })
  await close()

  const before = await shownAt(database.url, token)
  expect(before).toEqual([[expect.anything(), expect.anything()], 2])
  await lending(['backup', '--to', folder])
  expect(await lending(['drill', '--from', folder])).toContain('ok      counters')
  const { file }: { file: string } = JSON.parse(await lending(['backup', '--to', folder, '--json']))
  expect(file).toMatch(/lending-[^/]*$/)
  await lending(['restore', file, '--force'], restored.url)
  expect(await shownAt(restored.url, token)).toEqual(before)

  const rows = join(folder, 'rows.jsonl.gz')
  await lending(['export', rows])
  await lending(['import', rows], moved.url)
  expect(await shownAt(moved.url, token)).toEqual(before)
  expect(await lending(['doctor'], moved.url)).toContain('ok      integrity')
})

test('the commands list users, grant the role of an admin, and show what was done', async () => {
  expect(await lending(['users', 'list'])).toContain('ada@example.com')
  await lending(['admin', 'grant', 'ada'])
  expect(await lending(['audit'])).toMatch(/service:lending-cli\tadmin\.grant/)
})

test('the command webhooks registers an address, and lists, repeats and deletes what is sent', async () => {
  const secret = await lending(['webhooks', 'create', 'https://hook.example/', '--tables', 'loans,users'])
  expect(secret).toMatch(/^whsec_[\w+/=]{32}\n$/)
  const { webhooks }: { webhooks: { id: number }[] } = JSON.parse(await lending(['webhooks', 'list', '--json']))
  expect(webhooks).toMatchObject([{ url: 'https://hook.example/', tables: ['loans', 'users'], pending: 0 }])
  const id = String(webhooks[0]?.id)
  const refused = [
    [['create', 'http://10.0.0.1/', '--tables', 'loans'], 'is a private address'],
    [['create', 'https://hook.example/', '--tables', 'books'], 'No changes are recorded of books'],
    [['create', 'https://hook.example/', '--tables', 'loans', '--kinds', 'read'], '--kinds'],
    [['create', 'hook', '--tables', 'loans'], 'The address'],
    [['retry', '7'], 'There is no delivery 7'],
  ] as const
  for (const [args, message] of refused) await expect(lending(['webhooks', ...args])).rejects.toThrow(message)
  expect(await lending(['webhooks', 'deliveries', id])).toBe('There are no deliveries.\n')
  await lending(['webhooks', 'delete', id])
  await expect(lending(['webhooks', 'delete', id])).rejects.toThrow(`There is no webhook ${id}.`)
  expect(await lending(['audit'])).toMatch(/webhooks\.delete/)
})
