import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { nameOf } from '../src/name.ts'

test('the versions of the template are those of this repository', () => {
  const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')
  const { catalog }: { catalog: Record<string, string> } = parse(read('../../../pnpm-workspace.yaml'))
  const { dependencies, devDependencies } = JSON.parse(read('../template/package.json'))
  const versions: [string, string][] = Object.entries({ ...dependencies, ...devDependencies })
  expect(versions).toEqual(versions.map(([name]) => [name, catalog[name]]))
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
