import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DevelopmentLoop } from './test/development-loop.ts'
import { editedByHand, edits, excerpts, Walkthrough } from './test/walkthrough.ts'

const MINUTES = 60_000

const copy = new Walkthrough()
beforeAll(async () => {
  await copy.copyRepository()
  await copy.follow()
  await copy.build()
}, 15 * MINUTES)
afterAll(() => copy.remove())

const vitest = 'node node_modules/vitest/vitest.mjs run'
const typecheck = (name: string) => `node node_modules/typescript/bin/tsc -p packages/${name}`

test('the guide says how many files are edited by hand, and shows what the command writes into others', () => {
  expect(Object.keys(edits)).toHaveLength(editedByHand)
  for (const [file, text] of excerpts) expect(copy.read(file)).toContain(text)
})

/**
 * The tests that have a list of all tables, columns, procedures or migrations. `npm run test:guide` runs every test, and
 * checks the types of every package.
 */
const tests = [
  'packages/api/src/bookmarks',
  ...['authorization', 'constraints', 'openapi', 'reference', 'statements'].map((name) => `packages/api/test/${name}`),
  'packages/db/src/relations.test.ts',
  'packages/db/src/migrations.test.ts',
]

describe('the guide, followed in a copy of the repository', () => {
  test('passes the checks', { timeout: 15 * MINUTES }, async () => {
    const changed = (await copy.changed()).join(' ')
    for (const command of [
      `node node_modules/@biomejs/biome/bin/biome check --files-ignore-unknown=true ${changed}`,
      'node test/boundaries/main.ts',
      typecheck('db'),
      typecheck('api'),
    ]) {
      const { status, output } = await copy.run(command)
      if (status !== 0) expect.fail(`${command}\n${output}`)
    }
  })

  test('passes the tests that depend on it, on both engines', { timeout: 15 * MINUTES }, async () => {
    const { status, output } = await copy.run(`${vitest} --project sqlite --project postgres ${tests.join(' ')}`)
    if (status !== 0) expect.fail(output)
    expect(output).toMatch(/sqlite.*bookmarks\/router\.test\.ts/)
    expect(output).toMatch(/postgres.*bookmarks\/router\.test\.ts/)
  })
})

describe('npm run dev, in the copy', () => {
  const router = 'packages/api/src/bookmarks/router.ts'
  const declarations = 'packages/api/dist/bookmarks/router.d.ts'
  const newProcedure =
    "  none: protectedProcedure.meta({ http: 'GET /bookmarks/none' }).output(z.null()).query(() => null),\n\n"

  test('a procedure is served and visible to the web app after a save by rename', {
    timeout: 5 * MINUTES,
    retry: 1,
  }, async () => {
    writeFileSync(join(copy.folder, '.env'), 'PORT=0\nDATABASE_URL=file:./development-loop.db\n')
    const loop = new DevelopmentLoop(copy)
    try {
      await loop.until(() => loop.addresses.length > 0 && loop.isCompiled)
      expect(existsSync(join(copy.folder, 'development-loop.db'))).toBe(true)

      const edit = (text: string) =>
        text.replace('  add: protectedProcedure', () => `${newProcedure}  add: protectedProcedure`)
      await loop.edit(router, edit, declarations, 'none:')
      const refused = expect.objectContaining({ data: expect.objectContaining({ reason: 'NOT_SIGNED_IN' }) })
      await expect.poll(() => loop.answer('/trpc/bookmarks.none'), { timeout: 120_000 }).toEqual({ error: refused })
      expect(loop.sourceOf(declarations)).toBe(join(copy.folder, router))

      writeFileSync(
        join(copy.folder, 'apps/web/uses-bookmarks.ts'),
        "import type { AppRouter } from '@trellis/api'\n" +
          "export const none: AppRouter['bookmarks']['none']['_def']['type'] = 'query'\n" +
          "export const nothing: AppRouter['bookmarks']['nothing'] = null\n",
      )
      const compiler = 'node node_modules/typescript/bin/tsc --ignoreConfig --noEmit --skipLibCheck --module nodenext'
      const errors = async () => (await copy.run(`${compiler} apps/web/uses-bookmarks.ts`)).output.match(/error TS.*/g)
      // The only error: a procedure that does not exist. The compiler writes the declarations one after the other.
      await expect.poll(errors, { timeout: 120_000, interval: 1_000 }).toEqual([expect.stringContaining("'nothing'")])
    } finally {
      await loop.stop()
      rmSync(join(copy.folder, 'apps/web/uses-bookmarks.ts'), { force: true })
      rmSync(join(copy.folder, '.env'))
      copy.edit(router)
    }
  })
})

describe('a part that was forgotten is reported by name', () => {
  const [db, api] = ['packages/db/src', 'packages/api/src']
  const sqlite = (...args: string[]) => [vitest, '--project sqlite', ...args].join(' ')

  test.each([
    ['the table', [`${db}/tables.ts`], typecheck('db'), [/'bookmarks' does not exist/]],
    ['what the counter counts', [`${db}/derived.ts`], 'npm run db:generate', [/bookmark_?count/i]],
    ['the router', [`${api}/bookmarks/router.ts`], typecheck('api'), [/'\.\/bookmarks\/router\.ts'/]],
    ['the table of contents', [`${api}/root.ts`], typecheck('api'), [/'bookmarks' does not exist/]],
    [
      'the relations, the tests, and who may call it',
      [`${db}/relations.ts`, `${api}/bookmarks/router.test.ts`, 'packages/api/test/authorization/bookmarks.ts'],
      sqlite(`${db}/relations.test.ts`, 'packages/api/test/authorization.test.ts', '-t', 'foreign|beside|table'),
      [/"bookmarks\.user_id"/, /"bookmarks\/router\.ts"/, /"bookmarks\.add"/],
    ],
    [
      'the migrations and the reference',
      ['packages/db/migrations', 'docs/api.md', 'docs/openapi.json'],
      sqlite(`${db}/migrations.test.ts`, 'packages/api/test/reference.test.ts', '-t', 'run.*npm'),
      [/npm run db:generate.*CREATE TABLE `bookmarks`/s, /npm run docs:api.*bookmarks\.add/s],
    ],
  ])('%s', { timeout: 10 * MINUTES }, async (_, files, command, messages) => {
    const { status, output } = await copy.without(files, () => copy.run(command))
    for (const message of messages) expect(output).toMatch(message)
    expect(status).toBe(1)
  })
})
