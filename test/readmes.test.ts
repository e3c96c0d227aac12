import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'

const packages = fileURLToPath(new URL('../packages', import.meta.url))
const names = ['store', 'rpc', 'identity', 'host', 'operations', 'client']
const readmeOf = (name: string) => readFileSync(join(packages, name, 'README.md'), 'utf8')

/** The names that the entries of a package export, types too. The domains of the tests are not of its interface. */
function exportsOf(name: string): Set<string> {
  const { exports } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'))
  const entries = Object.values<string | { default: string }>(exports).flatMap((target) =>
    typeof target === 'string' ? [] : readFileSync(join(packages, name, target.default), 'utf8'),
  )
  return new Set(
    entries.flatMap((text) => [
      ...[...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, list = '']) =>
        list.split(',').flatMap((one) => /(\w+)\s*$/.exec(one)?.[1] ?? []),
      ),
      ...[...text.matchAll(/^export (?:async )?(?:function|const|class|interface|type) \*?(\w+)/gm)].flatMap(
        ([, one]) => one ?? [],
      ),
    ]),
  )
}

/** Members of what `initRpc` creates, and options: in the tables of exports, but exported by nobody. */
const members = new Set(
  `publicProcedure protectedProcedure ownerProcedure ruledProcedure adminProcedure createCallerFactory assertExists
  notFoundOrForbidden router refuse meta url timeoutMs retries fetch`.split(/\s+/),
)

test.each(names)('the README of %s names every member of its interface, and no other', (name) => {
  const text = readmeOf(name)
  const exported = exportsOf(name)
  expect(exported.size).toBeGreaterThan(5)
  expect([...exported].filter((one) => !new RegExp(`\\b${one}\\b`).test(text))).toEqual([])
  const [, rows = ''] = /^## Exports$([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(text) ?? []
  const listed = rows.split('\n').flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`(\w+)[`(<]/g)])
  expect(listed.map(([, one = '']) => one).filter((one) => !exported.has(one) && !members.has(one))).toEqual([])
  // A page.
  expect(text.split('\n').length).toBeLessThanOrEqual(120)
})

test('the code of the READMEs compiles', async () => {
  // In a package that has all of them as dependencies.
  const folder = join(packages, 'operations', `.readmes-${process.pid}`)
  mkdirSync(folder)
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const files = names.flatMap((name) =>
    [...readmeOf(name).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ''], index) => {
      const file = `${name}-${index + 1}.ts`
      writeFileSync(join(folder, file), code)
      return file
    }),
  )
  expect(files.length).toBeGreaterThanOrEqual(names.length)
  const compilerOptions = { moduleDetection: 'force' }
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: '../tsconfig.json', compilerOptions, include: [], files }),
  )
  const tsc = join(packages, '../node_modules/typescript/bin/tsc')
  const compile = promisify(execFile)(process.execPath, [tsc, '-p', folder])
  expect(
    await compile.then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    ),
  ).toBe('')
})
