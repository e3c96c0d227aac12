import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
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
  server = await startServer(inject('templates'), 'sqlite')
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

/** Runs a TypeScript module, after the types of the whole folder have been checked. */
async function expectTyped(name: string, code: string): Promise<void> {
  await writeFile(join(folder, name), code)
  await writeFile(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.base.json',
      compilerOptions: { lib: ['esnext', 'dom'], jsx: 'react-jsx' },
      files: [name],
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
  const code = block('TypeScript over RPC: ts')
  await expectTyped('rpc.ts', code)
  await expectOutput(code, process.execPath, 'rpc.ts')
})

test('TypeScript with a generated client', async () => {
  const command = block('TypeScript with a generated client: sh generate')
  const [, args = ''] = /^npx openapi-typescript (.*)$/m.exec(command) ?? []
  const generator = join(repository, 'apps/rest-clients/node_modules/openapi-typescript/bin/cli.js')
  await run(process.execPath, generator, ...args.replaceAll('"', '').replace('$TRELLIS_URL', server.url).split(' '))
  const code = block('TypeScript with a generated client: ts')
  await expectTyped('generated.ts', code)
  await expectOutput(code, process.execPath, 'generated.ts')
})

test('React', async () => {
  await expectTyped('app.tsx', block('React: tsx'))
  const trellis = createClient<AppRouter>({ url: server.url, key: SERVICE_KEY })
  const { id } = await trellis.users.create.mutate({ username: 'react', email: 'react@example.com' })
  await trellis.posts.create.mutate({ title: 'In React', content: 'Hello', authorId: id })
  Object.assign(globalThis, { location: { origin: server.url } })
  const { App } = await import(join(folder, 'app.tsx'))
  const stream = await renderToReadableStream(createElement(App))
  await stream.allReady
  expect(await text(stream)).toContain('In React')
})
