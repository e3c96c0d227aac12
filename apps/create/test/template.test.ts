import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { nameOf } from '../src/name.ts'
import { copyTemplate } from '../src/template.ts'

test('the versions of the template are those of this repository', () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')
  const { catalog }: { catalog: Record<string, string> } = parse(read('../../../pnpm-workspace.yaml'))
  const versionsIn = (path: string): Record<string, string> => {
    const { dependencies, devDependencies } = JSON.parse(read(path))
    return { ...dependencies, ...devDependencies }
  }
  const here = { ...versionsIn('../../web/package.json'), ...versionsIn('../../server/package.json'), ...catalog }
  for (const path of ['../template/package.json', '../web/package.json']) expect(here).toMatchObject(versionsIn(path))
})

test('the page is at most ten files more', () => {
  const files = (web: boolean) => {
    const folder = mkdtempSync(join(tmpdir(), 'trellis-template-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    copyTemplate(folder, nameOf('/home/ada/tides'), web)
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    const all = paths.filter((entry) => entry.isFile())
    const texts = all.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    expect(texts.filter((text) => /harbour/i.test(text))).toEqual([])
    return { count: all.length, hasReact: texts.some((text) => text.includes('react-dom')) }
  }
  expect(files(true).count - files(false).count).toBeLessThanOrEqual(10)
  expect([files(true).hasReact, files(false).hasReact]).toEqual([true, false])
})

test.each([
  ['/home/ada/tide tables', { package: 'tide-tables', domain: 'tidetables', product: 'Tide Tables' }],
  ['/home/ada/Clinic', { package: 'clinic', domain: 'clinic', product: 'Clinic' }],
  ['/home/ada/my_shop.2', { package: 'my-shop-2', domain: 'myshop2', product: 'My Shop 2' }],
])('the project in %s has these names', (folder, names) => {
  expect(nameOf(folder)).toEqual(names)
})

test.each(['', '2go', '-a', 'a--b', 'Ä', 'a'.repeat(41), '../up'])('"%s" is no name', (name) => {
  expect(() => nameOf('/home/ada/fine', name)).toThrow('is not a name for a project')
})
