import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { AppRouter } from '@trellis/blog'
import { createClient } from '@trellis/client'
import { SERVICE_KEY, startServer, type TestServer } from '@trellis/server/testing'
import { createElement } from 'react'
import { renderToReadableStream } from 'react-dom/server'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const repository = join(import.meta.dirname, '..')
/** A folder within `docs`, so that the examples import the packages by their names. */
const folder = join(import.meta.dirname, `.extracted-${process.pid}`)

/** How often the services of the examples are killed. */
const KILLS = 3

/** The code of the blocks of a section, by the language of the block. */
const blocks = new Map<string, string>()
let server: TestServer

beforeAll(async () => {
  const page = await readFile(join(import.meta.dirname, 'clients.md'), 'utf8')
  for (const section of page.split(/^## /m).slice(1)) {
    const [title = ''] = section.split('\n')
    for (const [, language, code = ''] of section.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)) {
      blocks.set(`${title}: ${language}`, code)
    }
  }
  await mkdir(folder)
  // One check for all: each takes seconds to read the types of the router.
  const typed = {
    'rpc.ts': block('TypeScript over RPC: ts'),
    'file.ts': block('Keeping in step with changes: ts file'),
    'sqlite.ts': block('Keeping in step with changes: ts sqlite'),
    'app.tsx': block('React: tsx'),
  }
  server = await startServer(inject('templates'), 'sqlite')
  await writeTyped(typed)
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
  await server.remove()
})

const block = (name: string): string => {
  const code = blocks.get(name)
  if (code === undefined) throw new Error(`The page has no block "${name}"`)
  return code
}

/** Runs a program in the folder of the examples, and resolves to what it prints. */
async function run(program: string, ...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, TRELLIS_URL: server.url, TRELLIS_KEY: SERVICE_KEY }
  const { stdout } = await promisify(execFile)(program, args, { cwd: folder, env }).catch((failed) => {
    throw new Error(`${failed.message}\n${failed.stdout}`)
  })
  return stdout
}

/** Why a program cannot run here; `undefined` if it can. */
const missing = (program: string): Promise<string | undefined> =>
  run(program, '--version').then(
    () => undefined,
    () => `${program} is not installed`,
  )

/** Runs a script, and checks that it prints what the comments after `print` or `console.log` say. */
async function expectOutput(code: string, program: string, ...args: string[]): Promise<void> {
  const said = [...code.matchAll(/^ *(?:print|console\.log)\(.*\) +(?:#|\/\/) (.*)$/gm)].map(([, comment]) => comment)
  expect(said.length).toBeGreaterThan(0)
  expect((await run(program, ...args)).trim().split('\n')).toEqual(said)
}

/** Writes TypeScript modules, and checks their types. */
async function writeTyped(modules: Record<string, string>): Promise<void> {
  for (const [name, code] of Object.entries(modules)) await writeFile(join(folder, name), code)
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { lib: ['esnext', 'dom'], jsx: 'react-jsx' },
      files: Object.keys(modules),
    }),
  )
  await run(process.execPath, join(repository, 'node_modules/typescript/bin/tsc'), '-p', folder)
}

test('curl', async ({ skip }) => {
  const reason = await missing('curl')
  skip(reason !== undefined, reason)
  const output = await run('sh', '-c', block('curl: sh'))
  expect(output).toContain('"items":[]')
  expect(output).toContain('"username":"curl"')
  expect(output.slice(output.lastIndexOf('{')).trim()).toBe(block('curl: json').trim())
  expect(await run('sh', '-c', block('Sending a mutation again: sh'))).toContain('"name":"once"')
})

test('Python', async ({ skip }) => {
  const reason = await missing('python3')
  skip(reason !== undefined, reason)
  await writeFile(join(folder, 'example.py'), block('Python: python'))
  await expectOutput(block('Python: python'), 'python3', 'example.py')
})

test('the tutorial in Python', async ({ skip }) => {
  const reason = await missing('python3')
  skip(reason !== undefined, reason)
  expect((await run('python3', join(import.meta.dirname, 'tutorial.py'))).trim().split('\n')).toEqual([
    'one-to-one',
    'one-to-many',
    'many-to-many',
    'eager loading',
    'self-referential',
    'statistics and search',
    'cascade',
  ])
})

test('TypeScript over RPC', async () => {
  await expectOutput(block('TypeScript over RPC: ts'), process.execPath, 'rpc.ts')
})

test('services that are killed at any moment are in step with the posts, and count each exactly once', async () => {
  const trellis = createClient<AppRouter>({ url: server.url, key: SERVICE_KEY })
  const { id: authorId } = await trellis.users.create.mutate({ username: 'followed', email: 'followed@example.com' })
  const write = (title: string) => trellis.posts.create.mutate({ title, content: 'Hello', authorId })
  await write('Before the first start')

  const env = { PATH: process.env.PATH, TRELLIS_URL: server.url, TRELLIS_KEY: SERVICE_KEY }
  const start = () =>
    ['file.ts', 'sqlite.ts'].map((name) => spawn(process.execPath, [name], { cwd: folder, env, stdio: 'inherit' }))
  const kill = (services: ChildProcess[]) =>
    Promise.all(
      services.map(async (service) => {
        const ended = once(service, 'exit')
        service.kill('SIGKILL')
        expect(await ended).toEqual([null, 'SIGKILL'])
      }),
    )
  const inFile = async () => JSON.parse(await readFile(join(folder, 'posts.json'), 'utf8').catch(() => 'null'))?.titles
  const written = () => {
    const db = new DatabaseSync(join(folder, 'written.db'))
    db.exec('PRAGMA busy_timeout = 10000')
    const hasStarted = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'progress'").get()
    const progress = hasStarted && db.prepare('SELECT position FROM progress').get()
    const row = progress && db.prepare('SELECT coalesce(sum(posts), 0) AS posts FROM written').get()
    db.close()
    return row?.posts
  }
  let services = start()
  try {
    // The count begins at the position of the first start.
    await expect.poll(async () => [(await inFile())?.length, written()]).toEqual([expect.any(Number), 0])
    let posts = 0
    for (let kills = 0; kills < KILLS; kills++) {
      const writing = (async () => {
        for (let n = 0; n < 8; n++) {
          const { id } = await write(`Post ${++posts}`)
          if (n % 4 === 1) await trellis.posts.delete.mutate({ id })
          if (n % 4 === 2) await trellis.posts.update.mutate({ id, title: `Changed ${posts}` })
        }
      })()
      const before = Number(written())
      await expect.poll(written).toBeGreaterThan(before)
      await pause(Math.random() * 50)
      await kill(services)
      await writing
      services = start()
    }
    await expect.poll(written).toBe(posts)
    const { items } = await trellis.posts.list.query({ limit: 100 })
    await expect.poll(async () => new Map(await inFile())).toEqual(new Map(items.map(({ id, title }) => [id, title])))
  } finally {
    await kill(services)
  }
})

test('TypeScript with a generated client', async () => {
  const command = block('TypeScript with a generated client: sh generate')
  const [, args = ''] = /^npx openapi-typescript (.*)$/m.exec(command) ?? []
  const generator = join(repository, 'apps/rest-clients/node_modules/openapi-typescript/bin/cli.js')
  await run(process.execPath, generator, ...args.replaceAll('"', '').replace('$TRELLIS_URL', server.url).split(' '))
  const code = block('TypeScript with a generated client: ts')
  await writeTyped({ 'generated.ts': code })
  await expectOutput(code, process.execPath, 'generated.ts')
})

test('React', async () => {
  const trellis = createClient<AppRouter>({ url: server.url, key: SERVICE_KEY })
  const { id } = await trellis.users.create.mutate({ username: 'react', email: 'react@example.com' })
  await trellis.posts.create.mutate({ title: 'In React', content: 'Hello', authorId: id })
  Object.assign(globalThis, { location: { origin: server.url } })
  const { App } = await import(join(folder, 'app.tsx'))
  const stream = await renderToReadableStream(createElement(App))
  await stream.allReady
  expect(await text(stream)).toContain('In React')
})
