import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { library } from '@trellis/host/testing/library'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { relationAddition } from './add-relation.ts'
import { tableAddition } from './add-table.ts'
import { knownOf } from './known.ts'
import { layoutOf } from './layout.ts'
import { filesOf, write } from './write.ts'

const template = new URL('../../../../apps/create/template/', import.meta.url)
const known = knownOf(library)
const folder = mkdtempSync(join(tmpdir(), 'trellis-add-'))
const layout = layoutOf(folder)
afterAll(() => rmSync(folder, { recursive: true }))

const edited = ['database/tables', 'database/relations', 'database/derived', 'api/rpc', 'api/root', 'api/views']
const reset = () => {
  rmSync(folder, { recursive: true })
  for (const name of edited) {
    const path = join(folder, `src/${name}.ts`)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, readFileSync(new URL(`src/${name}.ts`, template)))
  }
}
const read = (file: string) => readFileSync(join(folder, file), 'utf8')
const table = (name: string, columns: string[], options = {}) => tableAddition(name, columns, options, known, layout)

test('a table is written at one place of each file, and into files of its own', async () => {
  reset()
  const files = await filesOf(table('stamps', ['book:books:cascade', 'day:instant', 'place:text:unique']), layout)
  expect(readdirSync(join(folder, 'src/api'))).toEqual(['root.ts', 'rpc.ts', 'views.ts'])
  write(files, layout)
  expect(files.filter(({ isNew }) => isNew).map(({ file }) => file)).toEqual(
    ['views', 'reasons', 'router', 'router.test'].map((name) => `src/api/stamps/${name}.ts`),
  )
  const before = (name: string) => readFileSync(new URL(`src/${name}.ts`, template), 'utf8').split('\n')
  for (const name of edited) {
    const now = read(`src/${name}.ts`).split('\n')
    // Every line is still there, in its order.
    expect(before(name).filter((line) => !now.includes(line))).toEqual([])
  }
  expect(read('src/database/relations.ts')).toContain(
    'stamps: r.many.stamps({ from: r.books.id, to: r.stamps.bookId })',
  )
  expect(read('src/api/stamps/router.ts')).toContain("reasons: ['BOOK_NOT_FOUND', 'STAMP_PLACE_TAKEN']")
  expect(read('src/api/rpc.ts')).toContain('  ...stampReasons,\n  // `trellis add`')
  await expect(filesOf(table('stamps', ['name:text']), layout)).rejects.toThrow(
    'There is a file src/api/stamps/views.ts',
  )
})

test('a table that everybody reads, with a reference to one that not everybody reads, is pointed out', () => {
  const columns = ['book:books', 'place:text']
  expect(table('stamps', columns).notes).toEqual([])
  const { notes } = tableAddition('stamps', columns, {}, { ...known, isPublic: () => false }, layout)
  expect(notes).toEqual([
    expect.stringMatching(/^Everybody reads stamps, but not books: .*src\/api\/stamps\/router\.ts\.$/),
  ])
})

test('a tree and an owned table differ where they have to', () => {
  const tree = table('shelves', ['name:text'], { self: 'parent' }).files['src/api/shelves/router.ts']
  for (const name of ['ancestors', 'subtree', 'move']) expect(tree).toContain(`  ${name}: `)
  expect(tree).not.toMatch(/update: .*parentId: id\.optional/s)
  expect(table('pens', ['name:text']).files['src/api/pens/router.ts']).not.toContain('tree(')
})

test('a relation has a table, a counter and both lists', async () => {
  reset()
  const text = read('src/database/tables.ts').replace(
    '  // `trellis add` writes tables',
    "  const books = c.table('books', {\n    id: c.id(),\n  })\n\n  // `trellis add` writes tables",
  )
  writeFileSync(join(folder, 'src/database/tables.ts'), text)
  const withPens = { ...known, tables: [...known.tables, 'pens'], table: pen, input: penInput }
  const addition = relationAddition('marks', 'pens:books', { counter: true }, withPens, layout)
  write(await filesOf(addition, layout), layout)
  expect(read('src/database/tables.ts')).toMatch(
    /books = c.table\('books', \{\s+id: c.id\(\),\s+markCount: c.count\(\),/,
  )
  expect(read('src/database/derived.ts')).toContain('{ counts: t.marks, by: t.marks.bookId }')
  for (const name of ['add', 'remove', 'pens', 'books'])
    expect(read('src/api/marks/router.ts')).toContain(`  ${name}: `)
})

const penInput = (path: string) => (path === 'pens.create' ? { name: z.string() } : known.input(path))
const pen = (name: string) =>
  name === 'pens' ? { name, singular: 'pen', missing: 'PEN_NOT_FOUND', id: 'number' as const } : known.table(name)

test('a place that is not there is named, with what belongs there, and nothing is written', async () => {
  reset()
  const path = join(folder, 'src/api/root.ts')
  writeFileSync(path, read('src/api/root.ts').replace(/.*writes routers.*\n/, ''))
  await expect(filesOf(table('pens', ['name:text']), layout)).rejects.toThrow(
    'src/api/root.ts has no line "// `trellis add` writes routers above this line.". Add it again. Above it belongs:\npens,',
  )
  expect(readdirSync(join(folder, 'src/api'))).toEqual(['root.ts', 'rpc.ts', 'views.ts'])
})
