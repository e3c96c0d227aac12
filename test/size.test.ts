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

/** The names that a module exports, without types. It has only lists of exports. */
function valuesOf(file: string): string[] {
  const text = readFileSync(`${cwd}/${file}`, 'utf8')
  const lists = [...text.matchAll(/^export \{([^}]*)\} from/gm)].flatMap(([, list = '']) => list.split(','))
  expect(text.replaceAll(/^export (type )?\{[^}]*\} from '[^']+'\n/gm, '').trim()).toBe('')
  return lists.map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '))
}
