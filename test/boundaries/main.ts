import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { namedEngines, queriesOfOneEngine } from './engines.ts'
import { directions, inTests, kit, wrongDependencies, wrongImports } from './imports.ts'
import { blogNouns } from './nouns.ts'

/**
 * Checks rules that no linter has: which package may import which, and that the packages that anyone can
 * build on contain no noun of the blog. Prints each violation and exits with 1 if there is one. Part of `npm run check`.
 */
const repository = fileURLToPath(new URL('../..', import.meta.url))

const isTest = (file: string) => /\.test(-d)?\.ts$|\/testing\.ts$|\/test\//.test(file)

function filesOf(folder: string, pattern: string): string[] {
  const exclude = (path: string) => /(^|[/\\])(node_modules|dist)$/.test(path)
  return globSync(`${folder}/${pattern}`, { cwd: repository, exclude }).map((file) => file.replaceAll('\\', '/'))
}

function wrongImportsOf(folder: string): string[] {
  return filesOf(folder, '**/*.{ts,tsx}')
    .filter((file) => kit.includes(folder) || !isTest(file))
    .flatMap((file) =>
      wrongImports(folder, file, readFileSync(`${repository}/${file}`, 'utf8'), isTest(file) ? inTests : undefined),
    )
}

function blogNounsOf(folder: string): string[] {
  return filesOf(folder, '**/*.{ts,md,json,sql}').flatMap((file) => {
    const lines = [file.slice(folder.length), ...readFileSync(`${repository}/${file}`, 'utf8').split('\n')]
    return lines.flatMap((line, number) =>
      blogNouns(line).map((noun) => `${file}:${number}: "${noun}" is a noun of the blog`),
    )
  })
}

/** Tests and the support for tests may name engines. */
const inSource = (folder: string, find: typeof namedEngines) =>
  filesOf(folder, 'src/**/*.ts')
    .filter((file) => !isTest(file))
    .flatMap((file) => find(file, readFileSync(`${repository}/${file}`, 'utf8')))

const wrongDependenciesOf = (folder: string) =>
  wrongDependencies(folder, readFileSync(`${repository}/${folder}/package.json`, 'utf8'))

const violations = [
  ...Object.keys(directions).flatMap(wrongImportsOf),
  ...kit.flatMap(blogNounsOf),
  ...kit.flatMap(wrongDependenciesOf),
  ...['packages/store', 'packages/db', 'packages/identity', 'packages/operations'].flatMap((folder) =>
    inSource(folder, namedEngines),
  ),
  ...[...kit, 'packages/db', 'packages/api'].flatMap((folder) => inSource(folder, queriesOfOneEngine)),
]
for (const violation of violations) console.error(violation)
if (violations.length > 0) process.exitCode = 1
