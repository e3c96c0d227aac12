import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DevelopmentLoop } from './test/development-loop.ts'
import { editedByHand, edits, Walkthrough } from './test/walkthrough.ts'

const copy = new Walkthrough()
beforeAll(async () => {
  await copy.copyRepository()
  await copy.follow()
}, 300_000)
afterAll(() => copy.remove())

const MINUTES = 60_000
const vitest = 'node node_modules/vitest/vitest.mjs run'
const typecheck = (name: string) => `node node_modules/typescript/bin/tsc -p packages/${name}`

test('the guide says how many files are edited by hand', () => {
  expect(editedByHand).toBeLessThanOrEqual(7)
  expect(edits).toHaveLength(editedByHand)
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
  test.each([
    'node node_modules/@biomejs/biome/bin/biome check .',
    'node test/boundaries/main.ts',
    typecheck('db'),
    typecheck('api'),
  ])('passes %s', { timeout: 15 * MINUTES }, async (command) => {
    const { status, output } = await copy.run(command)
    if (status !== 0) expect.fail(output)
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
      copy.edit(edits.find(({ file }) => file === router) ?? expect.fail('The guide has no router.'))
    }
  })
})

describe('a step that was forgotten is reported by name', () => {
  const editOf = (file: string) => edits.find((edit) => edit.file.endsWith(file)) ?? expect.fail(`no edit of ${file}`)
  const sqlite = (file: string) => `${vitest} --project sqlite ${file}`

  test.each([
    ['the table', 'db/src/tables.ts', typecheck('db'), /'bookmarks' does not exist/],
    ['what the counter counts', 'derived.ts', sqlite('packages/db/src/relations.test.ts'), /bookmark_?count/i],
    ['the relations', 'relations.ts', sqlite('packages/db/src/relations.test.ts'), /"bookmarks\.user_id"/],
    ['the router', 'bookmarks/router.ts', typecheck('api'), /'\.\/bookmarks\/router\.ts'/],
    ['the table of contents', 'root.ts', typecheck('api'), /'bookmarks' does not exist/],
    [
      'the tests',
      'router.test.ts',
      `${sqlite('packages/api/test/authorization.test.ts')} -t beside`,
      /"bookmarks\/router\.ts"/,
    ],
    [
      'who may call it',
      'authorization/bookmarks.ts',
      `${sqlite('packages/api/test/authorization.test.ts')} -t table`,
      /"bookmarks\.add"/,
    ],
  ])('%s', { timeout: 5 * MINUTES }, async (_, file, command, message) => {
    const edit = editOf(file)
    copy.undo(edit)
    try {
      const { status, output } = await copy.run(command)
      expect(output).toMatch(message)
      expect(status).toBe(1)
    } finally {
      copy.edit(edit)
    }
  })

  test('the migrations and the reference', { timeout: 5 * MINUTES }, async () => {
    copy.undoGenerated()
    const files = 'packages/db/src/migrations.test.ts packages/api/test/reference.test.ts'
    const { status, output } = await copy.run(`${sqlite(files)} -t run.*npm`)
    expect(output).toMatch(/npm run db:generate.*CREATE TABLE `bookmarks`/s)
    expect(output).toMatch(/npm run docs:api.*bookmarks\.add/s)
    expect(status).toBe(1)
  })
})
