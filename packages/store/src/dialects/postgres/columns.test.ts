import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import { library } from '../../../test/library/index.ts'

const { tables } = library.schema('sqlite')
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const source = path('../../../test/library')

/**
 * Compiles the tables a second time, against another kit, and compares the rows with those of the first.
 *
 * @param kit The type of that kit, in terms of `PostgresColumns`.
 * @returns the names of the row types that differ, and of the files that do not compile.
 */
async function differences(kit: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'trellis-kits-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (name: string, ...lines: string[]) => writeFileSync(join(folder, name), lines.join('\n'))

  symlinkSync(path('../../../node_modules'), join(folder, 'node_modules'))
  write('tables.ts', readFileSync(join(source, 'tables.ts'), 'utf8').replace("'../../src/index.ts'", "'./kit.ts'"))
  const keys = readFileSync(path('../../tables.ts'), 'utf8')
  write('store-tables.ts', keys.replace("'./dialects/query-builder.ts'", "'./kit.ts'"))
  write('package.json', '{ "type": "module" }')
  write(
    'kit.ts',
    `import type { PostgresColumns } from '${path('./columns.ts')}'`,
    "export { defineIdempotencyKeys } from './store-tables.ts'",
    `export type Columns = ${kit}`,
  )
  write(
    'rows.ts',
    `import type { Tables as Sqlite } from '${source}/tables.ts'`,
    `import type { Tables as Postgres } from './tables.ts'`,
    'type Flat<T> = { [Key in keyof T]: T[Key] }',
    'type Same<A, B> = (<T>() => T extends Flat<A> ? 1 : 2) extends <T>() => T extends Flat<B> ? 1 : 2 ? true : false',
    ...Object.keys(tables).flatMap((table) =>
      ['$inferSelect', '$inferInsert'].map((row) => {
        const types = `Sqlite['${table}']['${row}'], Postgres['${table}']['${row}']`
        return `export const ${table}_${row}: Same<${types}> = true`
      }),
    ),
    'export const all_tables: Same<Record<keyof Sqlite, 1>, Record<keyof Postgres, 1>> = true',
  )
  write(
    'tsconfig.json',
    JSON.stringify({
      extends: path('../../../../../tsconfig.base.json'),
      compilerOptions: { types: [] },
      files: ['rows.ts', 'tables.ts'],
    }),
  )
  const output = await compile(folder)
  return output.flatMap((line) => {
    const [, file, number] = /^([\w-]+\.ts)\((\d+),/.exec(line) ?? []
    if (file !== 'rows.ts') return file ? [file] : []
    const lines = readFileSync(join(folder, 'rows.ts'), 'utf8').split('\n')
    return [/const ([\w$]+)/.exec(lines[Number(number) - 1] ?? '')?.[1] ?? line]
  })
}

/** The lines of the compiler's output; none if there is nothing to say. */
function compile(folder: string): Promise<string[]> {
  const tsc = path('../../../../../node_modules/typescript/bin/tsc')
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [tsc, '-p', folder], { cwd: folder }, (failure, stdout, stderr) => {
      const lines = stdout.split('\n').filter(Boolean)
      // A compiler that fails without a diagnostic did not compile.
      if (failure && !lines.some((line) => line.includes('error TS'))) reject(new Error(stderr || stdout))
      else resolve(lines)
    })
  })
}

describe('the rows of every table have the same types with either kit', () => {
  test('as they are read and as they are inserted', async () => {
    expect(await differences('PostgresColumns')).toEqual([])
  })

  test('a kit that differs in some columns would not pass, for the tables that have them', async () => {
    const other = `Omit<PostgresColumns, 'date' | 'number' | 'choice'>
      & { date: PostgresColumns['text'], number: PostgresColumns['text'], choice: (choices: [string, ...string[]]) => ReturnType<PostgresColumns['text']> }`
    const differing = ['readers']
    expect(await differences(other)).toEqual(
      differing.flatMap((table) => [`${table}_$inferSelect`, `${table}_$inferInsert`]),
    )
  })
})
