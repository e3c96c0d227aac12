import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { nodeVersions } from '@trellis/node-versions'
import { SERVICE_KEY as KEY, startServer, type TestServer } from '@trellis/server/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'

const run = promisify(execFile)
const PACKAGE = fileURLToPath(new URL('..', import.meta.url))
/** Inside the package, so that the examples can import it by its name. */
const FOLDER = join(PACKAGE, 'examples', `.extracted-${process.pid}`)

const CLI = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url))

/** Compares each procedure of the packed types with that of the router. An error names those that differ. */
const SAME_TYPES = `
  import type * as Own from '@trellis/blog'
  import type * as Packed from './packed.d.ts'

  type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
  type Different<A, B> = {
    [Noun in keyof A | keyof B]: Noun extends keyof A & keyof B
      ? {
          [Name in keyof A[Noun] | keyof B[Noun]]: Name extends keyof A[Noun] & keyof B[Noun]
            ? Same<A[Noun][Name], B[Noun][Name]> extends true ? never : [Noun, Name]
            : [Noun, Name]
        }[keyof A[Noun] | keyof B[Noun]]
      : Noun
  }[keyof A | keyof B]
  type None<Found> = [Found] extends [never] ? true : Found
  export const inputs: None<Different<Packed.RouterInputs, Own.RouterInputs>> = true
  export const outputs: None<Different<Packed.RouterOutputs, Own.RouterOutputs>> = true
  export const reasons: None<Different<Packed.RouterReasons, Own.RouterReasons>> = true
  export const all: None<Exclude<Packed.Reason, Own.Reason> | Exclude<Own.Reason, Packed.Reason>> = true`

let server: TestServer
beforeAll(async () => {
  await mkdir(FOLDER, { recursive: true })
  server = await startServer(inject('templates'), 'sqlite')
})
afterAll(async () => {
  await rm(FOLDER, { recursive: true, force: true })
  await server.remove()
})

/** The examples in the README, by their place. */
async function examples(): Promise<Map<string, string>> {
  const text = await readFile(join(PACKAGE, 'README.md'), 'utf8')
  const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)]
  return new Map(blocks.map(([, code = ''], index) => [`readme-${index + 1}.ts`, code]))
}

const environment = () => ({ PATH: process.env.PATH, TRELLIS_URL: server.url, TRELLIS_KEY: KEY })

test('every example compiles, runs and prints what its comments say; the packed types are those of the router', async () => {
  const found = await examples()
  expect(found.size).toBeGreaterThan(0)
  for (const [name, code] of found) await writeFile(join(FOLDER, name), code)
  await run(process.execPath, [CLI, 'client', 'types', join(FOLDER, 'packed.d.ts')])
  await writeFile(join(FOLDER, 'same-types.ts'), SAME_TYPES)
  const config = { extends: '../../tsconfig.json', files: [...found.keys(), 'same-types.ts'], include: [] }
  await writeFile(join(FOLDER, 'tsconfig.json'), JSON.stringify(config))
  const tsc = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url))
  await run(process.execPath, [tsc, '-p', FOLDER]).catch(({ stdout }) => expect.fail(stdout))
  for (const [name, code] of found) {
    const { stdout } = await run(process.execPath, [join(FOLDER, name)], { env: environment() })
    for (const [, said = ''] of code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)) expect(stdout, name).toContain(said)
  }
})

test('the service of examples/ can be run repeatedly', async () => {
  const service = () => run(process.execPath, [join(PACKAGE, 'examples/service.ts'), '2.1.0'], { env: environment() })
  const first = await service()
  expect(first.stdout).toMatch(/^Release 2\.1\.0 is post \d+\.\n$/)
  expect((await service()).stdout).toBe(first.stdout)
})

test.for(nodeVersions)('the package works from plain JavaScript on Node $major', async (node, { skip }) => {
  skip(node.unable !== undefined, node.unable)
  // In the workspace the package's name is its source.
  const compiled = import.meta.resolve('../../client/dist/index.js')
  const code = `import { createClient, isApiError } from '${compiled}'
    const trellis = createClient({ url: process.env.TRELLIS_URL })
    const error = await trellis.tags.create.mutate({ name: 'x' }).catch((error) => error)
    console.log(isApiError(error, 'NOT_SIGNED_IN'), (await trellis.stats.blog.query()).userCount >= 0)`
  const path = join(FOLDER, 'plain.mjs')
  await writeFile(path, code)
  expect((await run(node.path, [path], { env: environment() })).stdout).toBe('true true\n')
})
