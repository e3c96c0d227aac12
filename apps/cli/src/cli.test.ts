import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCaller, createContext } from '@trellis/api'
import { openStore, type Store, seed } from '@trellis/db'
import { createTestDatabase } from '@trellis/db/testing'
import { dialectOf } from '@trellis/store/operations'
import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, inject, test } from 'vitest'

const main = join(inject('artifact'), 'trellis.js')
const folder = mkdtempSync(join(tmpdir(), 'trellis-cli-'))
const database = await createTestDatabase(inject('templates'), inject('dialect'))
const other = await createTestDatabase(inject('templates'), inject('dialect') === 'sqlite' ? 'postgres' : 'sqlite')
const store = openStore({ url: database.url })
await seed(store)
afterAll(async () => {
  await store.close()
  await Promise.all([database.remove(), other.remove()])
  rmSync(folder, { recursive: true, force: true })
})

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the artifact. */
    artifact: string
  }
}

interface Ended {
  status: unknown
  out: string
  error: string
  /** What was printed, with `--json`. */
  json(): Record<string, unknown>
}

const trellis = (args: string[], env: Record<string, string> = {}) => run(main, args, env)

function run(file: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const variables = { ...process.env, NODE_ENV: 'development', DATABASE_URL: database.url, ...env }
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env: variables }, (failure, out, error) => {
      resolve({ status: failure ? failure.code : 0, out, error, json: () => JSON.parse(out) })
    })
  })
}

/** What anyone can read of a database: the answers of the lists of the web app. */
async function responses(url: string) {
  const opened = openStore({ url })
  const caller = createCaller(createContext(opened, async () => ({ kind: 'anyone' })))
  const answers = [
    await caller.stats.blog(),
    await caller.posts.list({ limit: 100 }),
    await caller.users.list({ limit: 100 }),
    await caller.tags.list({ limit: 100 }),
    await caller.employees.list({ limit: 100 }),
    await caller.search.posts({ q: 'data', limit: 100 }),
    await caller.comments.list({ postId: 1, limit: 100 }),
  ]
  await opened.close()
  return answers
}

describe('--help', () => {
  const operating = 'migrate reset seed doctor admin keys users audit backup restore drill export import'.split(' ')
  const developing = ['generate', 'studio', 'add']
  const commandsIn = (help: string) => [...help.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command)

  test('names every command and shows examples', async () => {
    const { status, out } = await trellis(['--help'])
    expect(status).toBe(0)
    expect(commandsIn(out)).toEqual(expect.arrayContaining(operating))
    expect(out).toContain('Examples:')
  })

  test('names what needs drizzle-kit in the repository, not in a release, which has none', async () => {
    const { out } = await trellis(['--help'])
    expect(commandsIn(out)).not.toEqual(expect.arrayContaining(developing))
    const inRepository = await run(fileURLToPath(new URL('main.ts', import.meta.url)), ['--help'])
    expect(commandsIn(inRepository.out)).toEqual(expect.arrayContaining([...operating, ...developing]))
  })
})

test('add finds its places in the code of the blog', async () => {
  const args = ['add', 'relation', 'bookmarks', 'users:posts', '--counter', '--dry-run']
  const { status, out } = await run(fileURLToPath(new URL('main.ts', import.meta.url)), args)
  expect([status, out]).toEqual([0, expect.stringContaining('new  packages/api/test/authorization/bookmarks.ts')])
  expect(existsSync(new URL('../../../packages/api/src/bookmarks', import.meta.url))).toBe(false)
})

describe('migrate, seed, reset', async () => {
  const { url, remove } = await createTestDatabase(inject('templates'), inject('dialect'))
  afterAll(remove)
  const demo = (await store.read.db.query.users.findMany({ orderBy: { id: 'asc' } })).map((user) => user.username)

  /** The name of a database on a server, which `reset` asks for. A file has none. */
  const name = inject('dialect') === 'postgres' ? new URL(url).pathname.slice(1) : ''
  const confirm = name ? ['--confirm', name] : []

  async function withDatabase<T>(work: (opened: Store) => Promise<T>): Promise<T> {
    const opened = openStore({ url })
    try {
      return await work(opened)
    } finally {
      await opened.close()
    }
  }
  const usernames = () =>
    withDatabase(async ({ read: { db } }) => {
      const users = await db.query.users.findMany({ orderBy: { id: 'asc' } })
      return users.map((user) => user.username)
    })
  const addStranger = () =>
    withDatabase(({ write }) =>
      write(({ db, tables }) =>
        db
          .insert(tables.users)
          .values({ username: 'stranger', usernameKey: 'stranger', email: 'stranger@example.com' })
          .onConflictDoNothing(),
      ),
    )

  test('seed fills an empty database, says how to sign in, and leaves one that has rows alone', async () => {
    const first = await trellis(['seed'], { DATABASE_URL: url })
    expect(first).toMatchObject({ status: 0, error: '' })
    expect(first.out).toContain('ada with the password trellis-demo')
    await addStranger()
    const second = await trellis(['seed'], { DATABASE_URL: url })
    expect(second).toMatchObject({ status: 0, error: '' })
    expect(second.out).toContain('not empty: nothing was changed')
    expect(await usernames()).toEqual([...demo, 'stranger'])
  })

  test.each(['reset', 'seed'])('%s refuses in production without --force', async (command) => {
    const before = await usernames()
    const ended = await trellis([command], { DATABASE_URL: url, NODE_ENV: 'production' })
    expect(ended).toMatchObject({ status: 1, out: '' })
    expect(ended.error).toMatch(/^This is production\. .*--force only\.\n$/)
    expect(await usernames()).toEqual(before)
  })

  test('reset leaves the demo blog and nothing else, in production with --force', async () => {
    await addStranger()
    const ended = await trellis(['reset', '--force', ...confirm], { DATABASE_URL: url, NODE_ENV: 'production' })
    expect(ended).toMatchObject({ status: 0, error: '' })
    expect(await usernames()).toEqual(demo)
  })

  test.runIf(name)('reset asks for the name of a database on a server', async () => {
    await addStranger()
    const before = await usernames()
    const unconfirmed = await trellis(['reset'], { DATABASE_URL: url })
    expect(unconfirmed).toMatchObject({ status: 1, error: expect.stringContaining(`Confirm with --confirm ${name}.`) })
    const mistaken = await trellis(['reset', '--confirm', 'other'], { DATABASE_URL: url })
    expect(mistaken).toMatchObject({ status: 1, error: `The database is ${name}, not other. Nothing was removed.\n` })
    expect(await usernames()).toEqual(before)
  })

  test('migrate makes the schema from nothing, and shows no password', async () => {
    await dialectOf(url).reset(url)
    const ended = await trellis(['migrate'], { DATABASE_URL: url })
    expect(ended).toMatchObject({ status: 0, error: '' })
    expect(ended.out).toMatch(/^(file|postgres):.* has the current schema\n$/)
    expect(ended.out).not.toContain(':password@')
    expect(await usernames()).toEqual([])
  })

  test.each([
    ['a URL of another kind', 'mysql://here', 'DATABASE_URL must start with file:, postgres:// or postgresql://'],
    ['a server that is not there', 'postgres://me:secret@127.0.0.1:1/trellis', 'connect ECONNREFUSED 127.0.0.1:1'],
  ])('%s is one line and status 1', async (_, DATABASE_URL, line) => {
    expect(await trellis(['migrate'], { DATABASE_URL })).toMatchObject({ status: 1, out: '', error: `${line}\n` })
  })
})

describe('a file that does not exist', () => {
  test.each([[['doctor']], [['backup', '--to', folder]], [['export', join(folder, 'none.jsonl')]], [['keys', 'list']]])(
    'is not created by %j',
    async (args) => {
      const path = join(folder, 'mistyped.db')
      const error = `There is no database at ${path}. Is DATABASE_URL right?\n`
      expect(await trellis(args, { DATABASE_URL: `file:${path}` })).toMatchObject({ status: 1, error })
      expect(existsSync(path)).toBe(false)
    },
  )
})

describe('migrate --plan', () => {
  test('lists nothing for a current schema, and everything for a new database', async () => {
    expect((await trellis(['migrate', '--plan', '--json'])).json()).toEqual({ pending: [] })
    if (inject('dialect') !== 'sqlite') return
    const plan = await trellis(['migrate', '--plan', '--json'], { DATABASE_URL: `file:${join(folder, 'new.db')}` })
    expect(JSON.stringify(plan.json())).toContain('CREATE TABLE `users`')
  })
})

describe('users and admins', () => {
  test('a user becomes an admin and a user again', async () => {
    const [newest] = await store.read.db.query.users.findMany({ orderBy: { id: 'desc' }, limit: 1 })
    const name = newest?.username ?? ''
    const role = async () => (await store.read.db.query.users.findFirst({ where: { username: name } }))?.role
    expect(await role()).toBe('user')
    expect((await trellis(['admin', 'grant', name])).status).toBe(0)
    expect(await role()).toBe('admin')
    await trellis(['admin', 'revoke', name])
    expect(await role()).toBe('user')
  })

  test('who is not there is one line and status 1', async () => {
    expect(await trellis(['admin', 'grant', 'nobody'])).toMatchObject({
      status: 1,
      out: '',
      error: 'There is no user nobody.\n',
    })
  })

  test('reset-link prints a link to the page that sets a password', async () => {
    const { link } = (
      await trellis(['users', 'reset-link', 'ada', '--origin', 'https://blog.example/', '--json'])
    ).json()
    expect(link).toMatch(/^https:\/\/blog\.example\/reset-password\?token=[\w-]{32}$/)
    expect(await trellis(['users', 'reset-link', 'nobody'])).toMatchObject({ status: 1, out: '' })
    expect(await trellis(['users', 'reset-link', 'ada', '--origin', 'blog.example'])).toMatchObject({
      status: 1,
      out: '',
    })
  })

  test('sign-out ends sessions, delete asks for --yes', async () => {
    const service = createCaller(createContext(store, async () => ({ kind: 'service', name: 'tests' })))
    const { id } = await service.users.create({ username: 'leaver', email: 'leaver@example.com' })
    const now = new Date()
    await store.write(({ db, tables: { sessions } }) =>
      db.insert(sessions).values({ token: 't', userId: id, expiresAt: now, createdAt: now, updatedAt: now }),
    )
    expect((await trellis(['users', 'sign-out', 'Leaver', '--json'])).json()).toEqual({ sessions: 1 })
    expect((await trellis(['users', 'delete', 'leaver', '--json'])).json()).toHaveProperty('preview')
    expect((await trellis(['users', 'delete', 'leaver', '--yes', '--json'])).json()).toHaveProperty('deleted.users', 1)
    expect((await trellis(['users', 'list'])).out).not.toContain('leaver')
  })
})

describe('keys', () => {
  test('a key is shown once, listed without itself, and revoked by its id or with all keys of its service', async () => {
    const options = ['--procedures', 'likes.*,posts.byId', '--expires', '90d', '--json']
    const created = (await trellis(['keys', 'create', 'bot', ...options])).json()
    const second = await trellis(['keys', 'create', 'bot', '--reads'])
    expect(second).toMatchObject({ status: 0, out: expect.stringMatching(/^trellis_[\w-]{43}\n$/) })
    const listed = await trellis(['keys', 'list', '--json'])
    expect(listed.json()).toMatchObject({
      keys: [
        { id: created.id, name: 'bot', reads: false, procedures: ['likes.*', 'posts.byId'], lastUsedAt: null },
        { name: 'bot', reads: true, procedures: null, expiresAt: null },
      ],
    })
    for (const key of [String(created.key), second.out.trim()]) expect(listed.out).not.toContain(key)
    expect((await trellis(['keys', 'revoke', String(created.id), '--json'])).json()).toEqual({ revoked: [created.id] })
    expect((await trellis(['keys', 'revoke', 'bot'])).out).toMatch(/^Revoked key \d+\n$/)
    expect(await trellis(['keys', 'revoke', 'bot'])).toMatchObject({ status: 1, error: 'There is no key bot.\n' })
  })

  test.each([
    [['a b'], 'The name of a service has'],
    [['7'], 'The name of a service has'],
    [['bot', '--procedures', 'posts.steal'], 'There is no procedure posts.steal.'],
    [['bot', '--procedures', 'stolen.*'], 'There is no procedure stolen.*.'],
    [['bot', '--expires', 'soon'], "argument 'soon' is invalid. It must be a date"],
    [['bot', '--expires', '2020-01-01'], "argument '2020-01-01' is invalid. It is over already."],
  ])('%j is one line and status 1', async (args, line) => {
    const ended = await trellis(['keys', 'create', ...args])
    expect(ended).toMatchObject({ status: 1, out: '' })
    expect(ended.error).toMatch(/^.*\n$/)
    expect(ended.error).toContain(line)
  })
})

describe('audit', () => {
  const events = async (...args: string[]) => (await trellis(['audit', '--json', ...args])).json().events

  test('has what operators did, the newest first, and filters by caller, procedure and time', async () => {
    const { id } = (await trellis(['keys', 'create', 'audited', '--json'])).json()
    await trellis(['keys', 'revoke', 'audited'])
    await trellis(['admin', 'grant', 'ada'])
    const [granted, revoked, created] = Array.from(Object(await events('--limit', '3')))
    expect(granted).toMatchObject({ caller: 'service:trellis-cli', procedure: 'admin.grant' })
    expect(revoked).toMatchObject({ procedure: 'keys.revoke', keys: { id } })
    expect(created).toMatchObject({ procedure: 'keys.create', keys: { id } })
    expect(await events('--procedure', 'keys.create', '--limit', '1')).toEqual([created])
    expect(await events('--caller', 'service:importer')).toEqual([])
    expect(await events('--since', '2100-01-01')).toEqual([])
    expect(await events('--since', '1d', '--caller', 'service:trellis-cli', '--limit', '1')).toEqual([granted])
    expect(await trellis(['audit', '--limit', 'many'])).toMatchObject({ status: 1, out: '' })
  })

  test('no event can be changed', async () => {
    const change = store.write(({ db, tables: { auditEvents } }) => db.update(auditEvents).set({ caller: 'nobody' }))
    await expect(change).rejects.toMatchObject({ cause: { message: 'audit_events is append-only' } })
  })
})

describe('doctor', () => {
  test('finds a wrong counter, says what to do, and sets it with --fix', async () => {
    expect((await trellis(['doctor'])).status).toBe(0)
    await store.write(({ db, tables: { posts } }) => db.update(posts).set({ likeCount: 1_000 }).where(sql`id = 1`))
    const sick = await trellis(['doctor'])
    expect(sick).toMatchObject({ status: 2, out: expect.stringContaining('posts.like_count is wrong in 1 rows') })
    expect(sick.out).toContain('trellis doctor --fix')
    expect((await trellis(['doctor', '--fix'])).status).toBe(0)
  })

  test('names the settings of production that are dangerous, and what to do', async () => {
    const production = { NODE_ENV: 'production', AUTH_SECRET: 'x'.repeat(32) }
    const bad = { ...production, RATE_LIMIT: 'off', SMTP_URL: 'smtp://mail.example.com' }
    const ended = await trellis(['doctor'], bad)
    expect(ended.status).toBe(2)
    for (const check of ['limits', 'proxy', 'mail', 'backups']) expect(ended.out).toContain(`PROBLEM ${check}: `)
    const BACKUP_DIR = join(folder, 'fresh')
    await trellis(['backup', '--to', BACKUP_DIR])
    expect(await trellis(['doctor'], { ...production, TRUST_PROXY: '1', BACKUP_DIR })).toMatchObject({ status: 0 })
    expect((await trellis(['doctor'], { HOST: '0.0.0.0' })).out).toContain('PROBLEM settings: others can reach 0.0.0.0')
  })

  test('production without a secret is a problem', async () => {
    const ended = await trellis(['doctor'], { NODE_ENV: 'production', AUTH_SECRET: '' })
    expect(ended).toMatchObject({ status: 2, out: expect.stringContaining('PROBLEM settings: AUTH_SECRET') })
  })
})

describe('a database that cannot be reached', () => {
  test('is a problem of its own: doctor does not say that a backup is to be restored', async () => {
    const unreachable = inject('dialect') === 'sqlite' ? `file:${folder}` : 'postgres://127.0.0.1:1/trellis'
    const ended = await trellis(['doctor'], { DATABASE_URL: unreachable })
    expect(ended).toMatchObject({ status: 2, out: expect.stringContaining('PROBLEM database: ') })
    expect(ended.out).not.toContain('restore')
  })
})

describe('a damaged database', () => {
  test('is a problem that doctor tells, with the remedy', async () => {
    const damaged = join(folder, 'damaged.db')
    writeFileSync(damaged, 'SQLite format 3\0'.padEnd(8192, 'x'))
    const ended = await trellis(['doctor'], { DATABASE_URL: `file:${damaged}` })
    expect(ended).toMatchObject({ status: 2, out: expect.stringContaining('PROBLEM integrity') })
    expect(ended.out).toContain('trellis restore FILE --force')
  })
})

describe('export and import', () => {
  test('bring every row to the other engine: the same responses, and ids go on', async () => {
    const file = join(folder, 'rows.jsonl.gz')
    const { rows } = (await trellis(['export', file, '--json'])).json()
    expect((await trellis(['import', file, '--json'], { DATABASE_URL: other.url })).json()).toEqual({ rows })
    expect(await responses(other.url)).toEqual(await responses(database.url))
    const opened = openStore({ url: other.url })
    const service = createCaller(createContext(opened, async () => ({ kind: 'service', name: 'tests' })))
    await service.tags.create({ name: 'after the import' })
    await opened.close()
    expect((await trellis(['doctor'], { DATABASE_URL: other.url })).status).toBe(0)
  })

  test('a file that ends early, or is none, changes nothing', async () => {
    const empty = await createTestDatabase(inject('templates'), inject('dialect'))
    const short = join(folder, 'short.jsonl')
    writeFileSync(
      short,
      '{"format":"trellis-export","version":1,"rows":2}\n["tags",{"id":1,"name":"a","nameKey":"a","postCount":0,"createdAt":"2026-01-01T00:00:00.000Z"}]\n',
    )
    const ended = await trellis(['import', short], { DATABASE_URL: empty.url })
    expect(ended).toMatchObject({ status: 1, error: 'The file ends after 1 of 2 rows.\n' })
    const opened = openStore({ url: empty.url })
    expect(await opened.read.db.query.tags.findMany()).toEqual([])
    await opened.close()
    await empty.remove()
  })
})

describe('backup, restore, drill', () => {
  const backups = join(folder, 'backups')

  test('a backup comes back, and replaces nothing without --force', async () => {
    const before = await responses(database.url)
    const { file } = (await trellis(['backup', '--to', backups, '--keep', '1', '--json'])).json()
    await trellis(['backup', '--to', backups, '--keep', '1'])
    expect(readdirSync(backups)).toHaveLength(1)
    // Not taken as 0, which would delete every backup.
    expect((await trellis(['backup', '--to', backups, '--keep', 'all'])).error).toContain('a positive whole number')
    expect(readdirSync(backups)).toHaveLength(1)
    expect(String(file)).toMatch(/trellis-.*\.(db\.gz|jsonl\.gz|dump)$/)
    const target = await createTestDatabase(inject('templates'), inject('dialect'))
    const [newest = ''] = readdirSync(backups)
    const refused = await trellis(['restore', join(backups, newest)], { DATABASE_URL: target.url })
    expect(refused).toMatchObject({ status: 1, error: 'The database has tables already. Replace it with --force.\n' })
    expect((await trellis(['restore', join(backups, newest), '--force'], { DATABASE_URL: target.url })).error).toBe('')
    expect(await responses(target.url)).toEqual(before)
    await target.remove()
  })

  test('a drill restores it beside the database, checks it, reads, and leaves nothing behind', async () => {
    const drill = await trellis(['drill', '--json'], { BACKUP_DIR: backups })
    expect(drill).toMatchObject({ status: 0, error: '' })
    const { rows, lastWrite } = drill.json()
    expect(rows).toBeGreaterThan(50)
    expect(Date.now() - Date.parse(String(lastWrite))).toBeGreaterThan(0)
    if (inject('dialect') === 'sqlite') {
      const path = database.url.slice('file:'.length)
      expect(readdirSync(join(path, '..')).filter((name) => name.includes('drill'))).toEqual([])
    }
  })

  test('a damaged backup changes nothing', async () => {
    const damaged = join(folder, 'trellis-damaged.jsonl.gz')
    writeFileSync(damaged, 'damage')
    const before = await responses(database.url)
    expect((await trellis(['restore', damaged, '--force'])).status).toBe(1)
    expect(await responses(database.url)).toEqual(before)
  })
})
