import { execFile, spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const repository = join(import.meta.dirname, '..')
const read = (file: string) => readFileSync(join(repository, file), 'utf8')
const pages = globSync(['*.md', 'docs/*.md', '{packages,apps}/*/README.md'], { cwd: repository }).filter(
  (page) => page !== 'CHANGELOG.md',
)

/** Pages whose code has tests of its own, which also follow or run it with a server. The reference is generated, and abbreviates types. */
const testedElsewhere = [
  'docs/api.md',
  'docs/add-a-relationship.md',
  'docs/clients.md',
  'docs/live.md',
  'docs/your-own.md',
  'packages/client/README.md',
  'packages/blog/README.md',
]

/** A block of code of a page, as a module in the folder of a package, whose dependencies it imports. */
interface Block {
  page: string
  code: string
  path: string
}

const fences = (page: string) =>
  [...read(page).matchAll(/^```(\w*).*\n([\s\S]*?)^```$/gm)].map(([, language = '', code = '']) => ({ language, code }))

const blocks: Block[] = pages
  .filter((page) => !testedElsewhere.includes(page))
  .flatMap((page) => {
    const folder = join(page.includes('/') ? dirname(page) : 'docs', `.extracted-pages-${process.pid}`)
    return fences(page)
      .filter(({ language }) => language === 'ts')
      .map(({ code }, index) => ({
        page,
        code,
        path: join(repository, folder, `${basename(page, '.md')}-${index}.ts`),
      }))
  })
const folders = new Set([
  ...blocks.map(({ path }) => dirname(path)),
  join(repository, 'docs', `.extracted-pages-${process.pid}`),
])

/** What the comments after `console.log` say that a block prints. */
const printedBy = (code: string) => [...code.matchAll(/console\.log\(.*\) \/\/ (.*)$/gm)].map(([, said]) => said)

beforeAll(async () => {
  for (const folder of folders) await mkdir(folder, { recursive: true })
  // In its page, a relative import starts at the page.
  for (const { path, code } of blocks) await writeFile(path, code.replaceAll(/from '(\.\.?\/)/g, "from '../$1"))
})
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

test('the code of the page about live lists is in the library of the tests', () => {
  const lines = (text: string) => text.replaceAll(/^ +/gm, '')
  const library = lines(read('packages/host/test/library/router.ts'))
  const code = fences('docs/live.md').map(({ code }) => lines(code))
  expect(code).toHaveLength(2)
  for (const block of code) expect(library).toContain(block)
})

test('the code of every page compiles', async () => {
  expect(blocks.length).toBeGreaterThanOrEqual(6)
  const config = join(repository, 'docs', `.extracted-pages-${process.pid}`, 'tsconfig.json')
  const compilerOptions = { lib: ['esnext', 'dom'] }
  const files = blocks.map(({ path }) => path)
  await writeFile(config, JSON.stringify({ extends: '../../tsconfig.base.json', compilerOptions, files }))
  const compiler = join(repository, 'node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [compiler, '-p', config]).catch(({ stdout }) => expect.fail(stdout))
})

test.each(blocks.filter(({ code }) => printedBy(code).length > 0))(
  'the code of $page prints what it says',
  async ({ path, code }) => {
    const cwd = await mkdtemp(join(tmpdir(), 'trellis-page-'))
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [path], { cwd })
      expect(stdout.trim().split('\n')).toEqual(printedBy(code))
    } finally {
      await rm(cwd, { recursive: true })
    }
  },
)

test('the service of the README is the example, which has a test', () => {
  expect(read('README.md')).toContain(read('packages/blog/examples/service.ts').trim())
})

describe('every command exists', () => {
  // The page about a project of one's own has the commands of the project, too.
  const { scripts } = JSON.parse(read('package.json'))
  const ofProject = JSON.parse(read('apps/create/template/package.json')).scripts
  const help = (...args: string[]) =>
    spawnSync(process.execPath, ['apps/cli/src/main.ts', ...args, '--help'], { cwd: repository, encoding: 'utf8' })
      .stdout

  test.each(pages)('npm run, in %s', (page) => {
    const names = [...read(page).matchAll(/npm run (?!--)([\w:-]+)/g)].map(([, name = '']) => name)
    const known = page === 'docs/your-own.md' ? { ...scripts, ...ofProject } : scripts
    expect(names.filter((name) => !(name in known))).toEqual([])
  })

  test('trellis', () => {
    const known = new Set([...help().matchAll(/^ {2}([a-z][\w-]*)/gm)].map(([, name = '']) => name))
    expect(known).toContain('backup')
    const named = pages.flatMap((page) => {
      const codes = [
        ...fences(page).map(({ code }) => code),
        ...[...read(page).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code),
      ]
      return codes.flatMap((code) =>
        [...code.matchAll(/(?:^|[|;&] *|npm run )trellis (?:-- )?([a-z][\w-]*)/gm)].map(([, name = '']) => ({
          page,
          name,
        })),
      )
    })
    expect(named.length).toBeGreaterThan(10)
    expect(named.filter(({ name }) => !known.has(name))).toEqual([])
  })
})

test('decisions are numbered without gaps, and their headings have one form', () => {
  const files = globSync('docs/decisions/*.md', { cwd: repository }).sort()
  const numbers = files.map((file) => basename(file).slice(0, 3))
  expect(numbers).toEqual(files.map((_, index) => String(index + 1).padStart(3, '0')))
  for (const [index, file] of files.entries()) expect(read(file), file).toMatch(new RegExp(`^# ${numbers[index]}: .`))
})
