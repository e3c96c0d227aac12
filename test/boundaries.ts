import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * Checks what no linter knows of this repository: which package may import which, and that the packages anyone can build on
 * name nothing of the blog. Prints each violation and ends with 1 if there is one. Part of `npm run check`.
 */
const repository = fileURLToPath(new URL('..', import.meta.url))

/** What the sources of a package may import of the others. `type` stands for type imports only. */
const directions: Record<string, Record<string, 'any' | 'type'>> = {
  'packages/store': {},
  'packages/fastify-trpc': {},
  'packages/rpc': { store: 'any', 'fastify-trpc': 'any' },
  'packages/db': { store: 'any' },
  'packages/identity': { store: 'any', db: 'any' },
  'packages/api': { store: 'any', rpc: 'any', db: 'any' },
  'packages/client': { api: 'type' },
  // The rules for showing a text are functions without dependencies, the same on both sides.
  'apps/web': { api: 'type', 'api/excerpt': 'any' },
}

/** Packages that know no table. */
const kit = ['packages/store', 'packages/rpc', 'packages/fastify-trpc']

/**
 * Nouns of the blog that mean nothing else here: `post` is also an HTTP method, `tag` also an entity tag, and `follows` a
 * verb of every text.
 */
const nouns =
  /\b(posts|post(Id|By|View|Tags?|Count)\w*|comments?(Id|Count)\w*|likes|like(d|Count|Id)\w+|followers?|feed|tag(Id|View)|categor(y|ies)|employees?|blog|tutorial)\b/i

const imports = /^(?:import|export)\s+(?<type>type\s)?(?:[^'"]*?\sfrom\s)?'(?<specifier>[^']+)'/gm
const isTest = (file: string) => /\.test(-d)?\.ts$|[/\\]testing\.ts$/.test(file)

/** Imports against the directions, and relative imports that leave the package. */
function wrongImports(folder: string, file: string, text: string): string[] {
  const allowed = directions[folder] ?? {}
  const depth = file.slice(folder.length + 1).split('/').length - 1
  return [...text.matchAll(imports)].flatMap(({ groups = {} }) => {
    const { type, specifier = '' } = groups
    const ups = specifier.match(/\.\.\//g)?.length ?? 0
    if (specifier.startsWith('..') && ups > depth) return [`${file}: ${specifier} leaves the package`]
    const name = /^@trellis\/(.+)/.exec(specifier)?.[1]
    if (!name || `packages/${name.split('/')[0]}` === folder) return []
    const rule = allowed[name] ?? allowed[name.split('/')[0] ?? '']
    if (rule === 'any' || (rule === 'type' && type)) return []
    return [`${file}: ${folder} may not import ${rule === 'type' ? 'more than types of ' : ''}${specifier}`]
  })
}

/** The lines of a file of the kit that name something of the blog. */
function blogNouns(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const noun = nouns.exec(line)?.[0]
    return noun ? [`${file}:${index + 1}: "${noun}" is a noun of the blog`] : []
  })
}

function filesOf(folder: string, pattern: string): string[] {
  const exclude = (path: string) => /(^|[/\\])(node_modules|dist)$/.test(path)
  return globSync(`${folder}/${pattern}`, { cwd: repository, exclude }).map((file) => file.replaceAll('\\', '/'))
}

const read = (file: string) => readFileSync(`${repository}/${file}`, 'utf8')
const violations = [
  ...Object.keys(directions).flatMap((folder) =>
    filesOf(folder, 'src/**/*.{ts,tsx}')
      .filter((file) => !isTest(file))
      .flatMap((file) => wrongImports(folder, file, read(file))),
  ),
  ...kit.flatMap((folder) => filesOf(folder, '**/*.{ts,md,json}').flatMap((file) => blogNouns(file, read(file)))),
]
for (const violation of violations) console.error(violation)
if (violations.length > 0) process.exitCode = 1
