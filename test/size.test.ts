import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const cwd = fileURLToPath(new URL('..', import.meta.url))

test('the server and the command line of the blog have at most 600 lines, its pages not counted', () => {
  const files = globSync('apps/{server,cli}/src/**/*.ts', { cwd }).filter(
    (file) => !/\.test\.ts$|\/testing\.ts$|\/pages\//.test(file),
  )
  expect(files.length).toBeGreaterThan(5)
  const lines = files.map((file) => readFileSync(`${cwd}/${file}`, 'utf8').trimEnd().split('\n').length)
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(600)
})

test('the main entry of the store has at most 22 values, and `noOverlap`', () => {
  expect(valuesOf('packages/store/src/index.ts').length).toBeLessThanOrEqual(23)
})

test('an author of procedures needs at most 25 words of the main entries of the kit and the database', () => {
  const written = globSync('packages/api/src/**/*.ts', { cwd })
    .filter((file) => !/\.test(-d)?\.ts$/.test(file))
    .map((file) => readFileSync(`${cwd}/${file}`, 'utf8'))
    .filter((text) => /import \{[^}]*Procedure\b[^}]*\} from '(\.\.?\/)+rpc\.ts'/.test(text))
  expect(written.length).toBeGreaterThan(10)
  const words = new Set(written.flatMap((text) => importedIn(text)))
  expect([...words].sort().slice(25)).toEqual([])
})

/** The names that a module imports from the main entries of packages, types too. Subpaths are for single purposes, such as streams. */
function importedIn(text: string): string[] {
  const lists = [...text.matchAll(/^import (?:type )?\{([^}]*)\} from '@trellis\/[\w-]+'/gm)].flatMap(([, list = '']) =>
    list.split(','),
  )
  return lists
    .map((name) =>
      name
        .trim()
        .replace(/^type /, '')
        .replace(/ as .*/, ''),
    )
    .filter((name) => name !== '')
}

/** The names that a module exports, without types. It has only lists of exports. */
function valuesOf(file: string): string[] {
  const text = readFileSync(`${cwd}/${file}`, 'utf8')
  const lists = [...text.matchAll(/^export \{([^}]*)\} from/gm)].flatMap(([, list = '']) => list.split(','))
  expect(text.replaceAll(/^export (type )?\{[^}]*\} from '[^']+'\n/gm, '').trim()).toBe('')
  return lists.map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '))
}
