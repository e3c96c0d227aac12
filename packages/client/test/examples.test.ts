import { execFile } from 'node:child_process'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createHost, readEnv } from '@trellis/host'
import { library } from '@trellis/host/testing/library'
import { createTestStore } from '@trellis/identity/testing/library'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const run = promisify(execFile)
const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
/** Inside the package, so that the examples can import it by its name. */
const FOLDER = join(PACKAGE, 'test', `.extracted-${process.pid}`)
const SECRET = 'a-secret-of-the-tests-long-enough-to-be-one'

let LIBRARY_URL: string
let close: () => Promise<void>
beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true })
  const { url: DATABASE_URL, store, remove } = await createTestStore(inject('templates'), 'sqlite')
  const variables = { DATABASE_URL, NODE_ENV: 'test', LOG_LEVEL: 'silent', AUTH_SECRET: SECRET }
  const app = await createHost(library, store, readEnv({ ...variables, SERVICE_KEYS: `staff:${SECRET}` }, 'lending'))
  LIBRARY_URL = await app.listen({ port: 0, host: '127.0.0.1' })
  close = async () => {
    await app.close()
    await remove()
  }
})
afterAll(async () => {
  await rm(FOLDER, { recursive: true, force: true })
  await close()
})

/** The examples in the docstrings of the sources and in the README, by their place. */
async function examples(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const sources = (await readdir(join(PACKAGE, 'src'))).filter((name) => !name.includes('.test'))
  for (const name of ['README.md', ...sources.map((source) => `src/${source}`)]) {
    const text = await readFile(join(PACKAGE, name), 'utf8')
    const blocks = [...text.matchAll(/^( \* )?```ts\n(?<code>[\s\S]*?)^( \* )?```$/gm)]
    for (const [index, { groups }] of blocks.entries()) {
      found.set(`${name.replaceAll(/\W/g, '-')}-${index + 1}.ts`, `${groups?.code?.replaceAll(/^ \* ?/gm, '')}`)
    }
  }
  return found
}

test('every example compiles, runs and prints what it promises', async () => {
  const found = await examples()
  expect(found.size).toBeGreaterThanOrEqual(4)
  for (const [name, code] of found) await writeFile(join(FOLDER, name), code)
  const config = { extends: '../../tsconfig.json', files: [...found.keys()] }
  await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(config))
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
  await run(process.execPath, [tsc, '-p', FOLDER]).catch(({ stdout }) => expect.fail(stdout))
  for (const [name, code] of found) {
    const env = { PATH: process.env.PATH, LIBRARY_URL, LIBRARY_KEY: SECRET }
    const { stdout } = await run(process.execPath, [join(FOLDER, name)], { env })
    for (const [, said = ''] of code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)) expect(stdout, name).toContain(said)
  }
})

test('at run time the package needs only @trpc/client', async () => {
  const imported = new Set<string>()
  for (const name of await readdir(join(PACKAGE, 'dist'))) {
    if (!name.endsWith('.js')) continue
    const text = await readFile(join(PACKAGE, 'dist', name), 'utf8')
    for (const [, module = ''] of text.matchAll(/^(?:import|export) [^'"\n]*from ['"]([^'"]+)['"]/gm))
      imported.add(module)
  }
  expect([...imported].filter((name) => !name.startsWith('.') && !name.startsWith('node:'))).toEqual(['@trpc/client'])
})
