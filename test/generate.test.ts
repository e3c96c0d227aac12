import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'

const store = fileURLToPath(new URL('../packages/store', import.meta.url))

/** A domain in a folder of its own, with a table `books` that has one column besides its id. */
function bookshop() {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-generate-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  symlinkSync(join(store, 'node_modules'), join(folder, 'node_modules'))
  const source = (path: string) => JSON.stringify(join(store, 'src', path))
  const write = (name: string, lines: string) => writeFileSync(join(folder, name), lines)
  write(
    'drizzle.config.ts',
    `import { drizzleConfig } from ${source('drizzle-kit/config.ts')}
    import { database } from './database.ts'
    export default drizzleConfig(database)`,
  )
  write(
    'main.ts',
    `import { Command } from 'commander'
    import { addDatabaseCommands, run } from ${source('cli/index.ts')}
    import { database } from './database.ts'
    const program = new Command()
    addDatabaseCommands(program, database)
    await run(program)`,
  )
  return {
    setColumn: (column: string) =>
      write(
        'database.ts',
        `import { defineRelations } from 'drizzle-orm'
        import { defineDatabase } from ${source('index.ts')}
        export const database = defineDatabase({
          name: 'bookshop',
          tables: (c) => ({ books: c.table('books', { id: c.id(), ${column}: c.text() }) }),
          relations: (tables) => defineRelations(tables),
          migrations: new URL('./migrations', import.meta.url),
        })`,
      ),
    generate: (...args: string[]) =>
      new Promise<{ status: unknown; out: string }>((resolve) => {
        execFile(
          process.execPath,
          [join(folder, 'main.ts'), 'generate', ...args],
          { cwd: folder },
          (error, out, text) => resolve({ status: error ? error.code : 0, out: out + text }),
        )
      }),
    /** The statements of the newest migration of each engine. */
    newest: () =>
      ['sqlite', 'postgres'].map((dialect) => {
        const migrations = join(folder, 'migrations', dialect)
        return readFileSync(join(migrations, readdirSync(migrations).toSorted().at(-1) ?? '', 'migration.sql'), 'utf8')
      }),
  }
}

test('without a terminal, a renamed column needs a hint, and keeps what is in it', { timeout: 300_000 }, async () => {
  const { setColumn, generate, newest } = bookshop()
  setColumn('title')
  expect(await generate('--name', 'first')).toMatchObject({ status: 0 })
  setColumn('name')
  const asked = await generate('--name', 'second')
  expect(asked).toMatchObject({ status: 2, out: expect.stringContaining('--hints') })
  const hint = { type: 'rename', kind: 'column', from: ['public', 'books', 'title'], to: ['public', 'books', 'name'] }
  expect(await generate('--name', 'second', '--hints', JSON.stringify([hint]))).toMatchObject({ status: 0 })
  expect(newest()).toEqual([
    expect.stringMatching(/^ALTER TABLE `books` RENAME COLUMN `title` TO `name`;/),
    expect.stringMatching(/^ALTER TABLE "books" RENAME COLUMN "title" TO "name";/),
  ])
})
