import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const repository = fileURLToPath(new URL('..', import.meta.url))
const copy = mkdtempSync(join(tmpdir(), 'trellis-walkthrough-'))
afterAll(() => rmSync(copy, { recursive: true, force: true }))

const guide = readFileSync(join(repository, 'docs/add-a-relationship.md'), 'utf8')
/** The code of a step, in the order it stands in. */
const code = (step: number) =>
  [...(guide.split(/^## /m)[step]?.matchAll(/```ts\n(.*?)```/gs) ?? [])].map(([, block = '']) => block)

const run = (command: string, ...options: string[]) =>
  promisify(execFile)(process.execPath, [join(repository, command), ...options], { cwd: copy, timeout: 120_000 })

/** Puts text before a line that the guide names, which has to be there. */
function insertBefore(file: string, line: string, text: string): void {
  const path = join(copy, file)
  const before = readFileSync(path, 'utf8')
  expect(before).toContain(line)
  writeFileSync(
    path,
    before.replace(line, () => text + line),
  )
}

/** A package folder's dependencies, those of the repository, but for the packages that were copied. */
function linkModules(folder: string): void {
  const from = join(repository, folder, 'node_modules')
  const to = join(copy, folder, 'node_modules')
  mkdirSync(join(to, '@trellis'), { recursive: true })
  for (const name of readdirSync(from)) if (name !== '@trellis') symlinkSync(join(from, name), join(to, name))
  for (const name of ['store', 'db', 'api']) symlinkSync(join(copy, 'packages', name), join(to, '@trellis', name))
  symlinkSync(join(repository, 'packages/rpc'), join(to, '@trellis/rpc'))
}

function copyRepository(): void {
  const isSource = (path: string) => !['node_modules', 'dist'].includes(basename(path))
  for (const path of ['packages/store', 'packages/db', 'packages/api', 'tsconfig.base.json', 'docs']) {
    cpSync(join(repository, path), join(copy, path), { recursive: true, filter: isSource })
  }
  for (const folder of ['', 'packages/store', 'packages/db', 'packages/api']) linkModules(folder)
  writeFileSync(join(copy, 'package.json'), '{ "type": "module" }')
  writeFileSync(
    join(copy, 'databases.ts'),
    `import { startTemplates } from '@trellis/store/testing'
    export default async function setup(project) {
      const templates = await startTemplates()
      project.provide('templates', templates.urls)
      return templates.remove
    }`,
  )
  const projects = ['sqlite', 'postgres'].map((name) => ({ extends: true, test: { name, provide: { dialect: name } } }))
  const config = {
    test: { globalSetup: './databases.ts', include: ['packages/api/{src,test}/**/*.test.ts'], projects },
  }
  writeFileSync(join(copy, 'vitest.config.ts'), `export default ${JSON.stringify(config)}`)
}

test('the walk-through works when followed: the relation is there, on both engines, with its types', async () => {
  copyRepository()

  const [table = ''] = code(1)
  insertBefore('packages/db/src/tables.ts', '  const follows = c.table(', `${table}\n`)
  insertBefore('packages/db/src/tables.ts', '    follows,\n', '    bookmarks,\n')

  const [relations = ''] = code(2)
  const [, ofUsers = '', ofBookmarks = ''] = /\.\.\.\n(.*?)\n {4}\},\n(.*)/s.exec(relations) ?? []
  insertBefore('packages/db/src/relations.ts', '      followers: r.many', `${ofUsers}\n`)
  insertBefore('packages/db/src/relations.ts', '    follows: {', ofBookmarks)

  expect(guide).toContain('npm run db:generate')
  await promisify(execFile)(process.execPath, [join(copy, 'packages/db/src/cli.ts'), 'generate'], { cwd: copy })
  for (const dialect of ['sqlite', 'postgres']) {
    const folder = join(copy, 'packages/db/migrations', dialect)
    const newest = readdirSync(folder).sort().at(-1) ?? ''
    expect(readFileSync(join(folder, newest, 'migration.sql'), 'utf8')).toMatch(/CREATE TABLE .bookmarks./)
  }

  const [router = '', contents = '', examples = ''] = code(4)
  mkdirSync(join(copy, 'packages/api/src/bookmarks'))
  writeFileSync(join(copy, 'packages/api/src/bookmarks/router.ts'), router)
  const [imported = '', entry = ''] = contents.split('// ...\n')
  insertBefore('packages/api/src/root.ts', 'import { categories }', imported)
  insertBefore('packages/api/src/root.ts', '  follows,', entry)

  insertBefore('packages/api/src/examples.ts', '  follows: {', examples)

  const [tests = '', rows = ''] = code(5)
  writeFileSync(join(copy, 'packages/api/src/bookmarks/router.test.ts'), tests)
  insertBefore('packages/api/src/authorization-table.ts', "  { procedure: 'viewer.current'", rows)

  await run('node_modules/typescript/bin/tsc', '-p', 'packages/store/tsconfig.build.json')
  await run('node_modules/typescript/bin/tsc', '-p', 'packages/db/tsconfig.build.json')
  await run('node_modules/typescript/bin/tsc', '-p', 'packages/api/tsconfig.json')
  const { stdout } = await run(
    'node_modules/vitest/vitest.mjs',
    'run',
    'bookmarks',
    'authorization',
    '-t',
    'bookmark|every',
  )
  expect(stdout).toMatch(/Test Files .*4 passed/)
  expect(stdout).toMatch(/sqlite.*bookmarks\/router\.test\.ts/)
  expect(stdout).toMatch(/postgres.*bookmarks\/router\.test\.ts/)
}, 300_000)
