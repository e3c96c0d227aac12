import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { build, kit, pack, create as program } from '@trellis/release/packages'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'

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

let created: Awaited<ReturnType<typeof create>>

beforeAll(async () => {
  await build([...kit, program])
  const tarballs = await pack(packed, [...kit, program])
  await promisify(execFile)('tar', ['-xzf', tarballs.get(program.name) ?? ''], { cwd: place })
  const clone = join(import.meta.dirname, '../src/clone.ts')
  created = await run(process.execPath, [clone, 'tide tables'])
}, 600_000)

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
    expect((await git('log', '--format=%s')).trim()).toBe('Initial commit')
    const texts = files
      .filter((file) => !file.startsWith('vendor/'))
      .map((file) => readFileSync(join(project, file), 'utf8'))
    expect(texts.filter((text) => /harbour/i.test(text))).toEqual([])
    expect(JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')).name).toBe('tide-tables')
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
    const server = spawn(process.execPath, ['src/main.ts'], {
      cwd: project,
      env: { ...environment, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(server)
    let url = ''
    for await (const line of createInterface(server.stdout)) {
      url = /^Tide Tables is at (\S+)/.exec(line)?.[1] ?? ''
      if (url) break
    }
    const client = await run('npm', ['run', '--silent', 'client'], project, { SERVER_URL: url })
    expect(client).toMatchObject({ status: 0, out: 'Tides true 1\n' })
    expect((await fetch(`${url}/api/notes`)).status).toBe(401)
    expect(await (await fetch(`${url}/docs`)).text()).toContain('Tide Tables')
    server.kill()
    await once(server, 'exit')
  })
})

const commandOrEdit =
  /```\n(npm run (?:trellis|fix|check).*?)```|`(src\/[^`]+)`, (before|instead of)(?: both)?\n?\s*`([^\n]+)`:\n\n```ts\n(.*?)```/gs

/** Does what the page about a domain of one's own says after the start of the server: its commands and its edits, in order. */
async function followPage(): Promise<string> {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/your-own.md'), 'utf8')
  const steps = [...page.matchAll(commandOrEdit)]
  expect(steps.filter(([, commands]) => !commands)).toHaveLength(page.split('```ts\n').length - 1)
  let printed = ''
  for (const [, commands, file = '', side, anchor = '', text = ''] of steps) {
    for (const command of commands?.trim().split('\n') ?? []) {
      const [program = '', ...args] = command.split(' ')
      const { status, out, errors } = await run(program, args, project)
      expect(status, command + out + errors).toBe(0)
      printed += out
    }
    if (commands) continue
    const now = readFileSync(join(project, file), 'utf8')
    expect(now, file).toContain(anchor)
    writeFileSync(
      join(project, file),
      side === 'before' ? now.replace(anchor, () => text + anchor) : now.replaceAll(anchor, () => text.trimEnd()),
    )
  }
  return printed
}

const everyType = [
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

  test('those of the page about a domain of one’s own, and every type of columns, pass the check and their tests', async () => {
    const printed = await followPage()
    expect(printed).toMatch(/^new {2}src\/api\/appointments\/router\.ts$/m)
    for (const args of [['run', 'trellis', '--', 'add', 'table', 'rooms', ...everyType], ['run', 'check'], ['test']]) {
      const { status, out, errors } = await run('npm', args, project)
      expect(status, out + errors).toBe(0)
    }
  })
})

/** An address where nothing listens. */
async function nowhere(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  return `http://127.0.0.1:${address && typeof address === 'object' ? address.port : 0}/`
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
    const cache = mkdtempSync(join(tmpdir(), 'trellis-cache-'))
    onTestFinished(() => rmSync(cache, { recursive: true, force: true }))
    const { status, errors } = await create(['green', '--kit', 'packed'], {
      npm_config_registry: await nowhere(),
      npm_config_cache: cache,
      npm_config_fetch_retries: '0',
    })
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
  const damaged = join(place, 'damaged')
  mkdirSync(damaged)
  for (const file of readdirSync(packed)) writeFileSync(join(damaged, file), 'no tarball')
  const { status, errors } = await create(['grey', '--kit', 'damaged'])
  expect(status).toBe(1)
  expect(errors).toMatch(/npm install failed\. Nothing was made\.\n$/)
  expect(existsSync(join(place, 'grey'))).toBe(false)
})
