import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { nodeVersions } from '@trellis/node-versions'
import { SERVICE_KEY, startServer, type TestServer } from '@trellis/server/testing'
import { build as bundleFrontEnd } from 'vite'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { libraries, published, repository, run as runProgram, tarballOf } from '../src/packages.ts'
import { currentVersion, nextVersion } from '../src/versions.ts'

/** The folder of a user who installs the packages: nothing in it or above it comes from the repository. */
let folder: string
let server: TestServer
/** What a dry run of a release has printed, and the state of the repository before and after it. Its tarballs are those that are installed. */
let dryRun: string
let states: string[][]

const git = async (...args: string[]) => (await promisify(execFile)('git', args, { cwd: repository })).stdout
const stateOfRepository = async () => [
  await git('status', '--porcelain'),
  await git('rev-parse', 'HEAD'),
  await git('tag'),
]
const current = currentVersion()
const packedIn = () => /^They are in (.+)\.$/m.exec(dryRun)?.[1] ?? expect.fail(dryRun)

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'trellis-consumer-')))
  const before = await stateOfRepository()
  dryRun = await runProgram('apps/release/src/main.ts', ['minor', '--dry-run'])
  states = [before, await stateOfRepository()]
  await cp(join(import.meta.dirname, 'consumer'), folder, { recursive: true })
  const versionOf = (name: string): string =>
    createRequire(join(repository, 'package.json'))(`${name}/package.json`).version
  const manifest = {
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(
      published.map(({ name }) => [name, `file:${join(packedIn(), tarballOf(name, current))}`]),
    ),
    devDependencies: {
      ...Object.fromEntries(['typescript', '@types/node'].map((name) => [name, versionOf(name)])),
      'typescript-oldest': 'npm:typescript@5.4.5',
    },
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest))
  const [started] = await Promise.all([startServer(inject('templates'), 'sqlite'), install()])
  server = started
}, 900_000)

afterAll(async () => {
  await server?.remove()
  await rm(folder, { recursive: true, force: true })
  if (dryRun) await rm(packedIn(), { recursive: true })
})

async function install(): Promise<void> {
  const args = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  await promisify(execFile)('npm', args, { cwd: folder, shell: process.platform === 'win32' })
}

const run = async (node: string, ...args: string[]) => {
  const env = { PATH: process.env.PATH, TRELLIS_URL: server.url, TRELLIS_KEY: SERVICE_KEY }
  const { stdout } = await promisify(execFile)(node, args, { cwd: folder, env })
  return stdout
}

/** Compiles the folder. Resolves to the positions of the errors: `mistakes.ts(8`, ... */
async function compile(...options: string[]): Promise<string[]> {
  const compiler = join(folder, 'node_modules/typescript/bin/tsc')
  const stdout = await run(process.execPath, compiler, '-p', folder, ...options).catch((failed) =>
    String(failed.stdout),
  )
  return [...stdout.matchAll(/^(\S+\(\d+),\d+\): error /gm)].map(([, place = '']) => place)
}

describe.each(libraries)('the package $name', ({ name }) => {
  const installed = () => join(folder, 'node_modules', name)
  const filesOf = () => readdir(installed(), { recursive: true })

  test('has a license, a readme, the version of the others and the Node it needs', async () => {
    expect(await filesOf()).toEqual(expect.arrayContaining(['LICENSE', 'README.md']))
    const manifest = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8'))
    const root = JSON.parse(await readFile(join(repository, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ version: root.version, license: 'MIT', engines: { node: expect.any(String) } })
    expect(manifest.private).toBeUndefined()
    expect(JSON.stringify([manifest.dependencies, manifest.peerDependencies])).not.toMatch(/workspace:|catalog:/)
  })

  test('has what it exports, with declarations, and no tests', async () => {
    const files = await filesOf()
    expect(files.filter((file) => file.includes('.test'))).toEqual([])
    const { exports } = JSON.parse(await readFile(join(installed(), 'package.json'), 'utf8'))
    // `publishConfig` repeats the `exports` of the workspace, with other targets. The export `./test` is for the workspace only.
    const source = JSON.parse(await readFile(join(repository, 'packages', name.slice(9), 'package.json'), 'utf8'))
    const published = Object.entries(source.exports).filter(([, target]) => !String(target).startsWith('./test/'))
    expect(Object.keys(exports)).toEqual(published.map(([path]) => path))
    for (const target of Object.values<{ types: string; default?: string }>(exports)) {
      expect(files).toContain(join(target.types))
      // `@trellis/blog` has types only, which are written from the router.
      if (name === '@trellis/blog') continue
      expect(files).toContain(`${join(target.types)}.map`)
      expect(target.default).toMatch(/^\.\/dist\/.*\.js$/)
      expect(files).toContain(join(target.default ?? ''))
    }
  })

  // The sources of `@trellis/blog` are those of the server, which are not published.
  if (name === '@trellis/blog') return
  test('the maps of its declarations lead to its sources', async () => {
    const maps = (await filesOf()).filter((file) => /\.d\.[cm]?ts\.map$/.test(file))
    const sources = await Promise.all(
      maps.map(async (map) => {
        const { sources } = JSON.parse(await readFile(join(installed(), map), 'utf8'))
        return sources.map((source: string) => resolve(installed(), dirname(map), source))
      }),
    )
    const own = sources.flat().filter((source) => source.startsWith(join(installed(), 'src')))
    const files = await filesOf()
    expect(own.length).toBeGreaterThan(3)
    expect(own.filter((source) => !files.includes(source.slice(installed().length + 1)))).toEqual([])
  })
})

test('every export of the packages can be imported', async () => {
  const paths = await Promise.all(
    libraries.map(async ({ name }) => {
      const { exports } = JSON.parse(await readFile(join(folder, 'node_modules', name, 'package.json'), 'utf8'))
      return (
        Object.entries<{ default?: string }>(exports)
          // Those for tests need Vitest.
          .filter(([path, target]) => target.default && path !== './testing')
          .map(([path]) => name + path.slice(1))
      )
    }),
  )
  const names = paths.flat()
  expect(names).toEqual(expect.arrayContaining(['@trellis/host/serve', '@trellis/operations/commands']))
  const program = `for (const name of ${JSON.stringify(names)}) await import(name)`
  expect(await run(process.execPath, '--input-type=module', '--eval', program)).toBe('')
})

test('the client brings neither drizzle nor a driver', async () => {
  const { packages } = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'))
  const tree = new Set(['@trellis/client'])
  for (const name of tree) {
    const { dependencies, peerDependencies } = packages[`node_modules/${name}`] ?? {}
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) tree.add(dependency)
  }
  expect([...tree].sort()).toEqual(['@trellis/client', '@trpc/client', '@trpc/server', 'typescript'])
})

describe('types', () => {
  const marked = async () => {
    const lines = (await readFile(join(folder, 'mistakes.ts'), 'utf8')).split('\n')
    return lines.flatMap((line, index) => (line.endsWith('// mistake') ? [`mistakes.ts(${index + 1}`] : []))
  }

  test('every mistake is reported, and nothing else; the declarations of these packages have no errors', async () => {
    const places = await compile()
    expect(places.filter((place) => !place.startsWith('node_modules/'))).toEqual(await marked())
    expect(places.filter((place) => place.includes('@trellis'))).toEqual([])
  })

  test.each([
    ['nodenext', 'typescript'],
    ['bundler', 'typescript'],
    ['nodenext', 'typescript-oldest'],
    ['bundler', 'typescript-oldest'],
  ])('a client of the packed types compiles with moduleResolution %s of %s', async (resolution, typescript) => {
    const config = join(folder, 'tsconfig.client.json')
    const compilerOptions = {
      target: 'es2022',
      module: resolution === 'bundler' ? 'esnext' : 'nodenext',
      moduleResolution: resolution,
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: true,
    }
    await writeFile(config, JSON.stringify({ compilerOptions, files: ['service.ts', 'wrong.ts'] }))
    const wrong =
      "import type { RouterInputs } from '@trellis/blog'\nexport const input: RouterInputs['posts']['byId'] = { id: '1' }\n"
    await writeFile(join(folder, 'wrong.ts'), wrong)
    const compiler = join(folder, 'node_modules', typescript, 'bin/tsc')
    const found = await run(process.execPath, compiler, '-p', config).catch((failed) => String(failed.stdout))
    await rm(join(folder, 'wrong.ts'))
    expect(found.match(/^\S+\(\d+/gm)).toEqual(['wrong.ts(2'])
  })

  test('a client whose types are incomplete is an error, not any', async () => {
    const [there, away] = [join(folder, 'node_modules/@trpc/server'), join(folder, 'node_modules/@trpc/away')]
    await rename(there, away)
    const places = await compile('--noEmit', '--skipLibCheck').finally(() => rename(away, there))
    const service = (await readFile(join(folder, 'service.ts'), 'utf8')).split('\n')
    const calls = service.flatMap((line, index) => (/trellis\.\w+/.test(line) ? [`service.ts(${index + 1}`] : []))
    expect(places).toEqual(expect.arrayContaining(calls))
  })
})

describe.each(nodeVersions)('on Node $major', ({ major, path, unable }) => {
  test('services in JavaScript and TypeScript run', async ({ skip }) => {
    skip(unable !== undefined, unable)
    const [javascript, typescript] = await Promise.all([run(path, 'service.js'), run(path, 'built/service.js')])
    expect(javascript).toBe('From JavaScript true\n')
    expect(typescript).toBe('From TypeScript true\n')
  })

  test('a server on fastify-trpc runs', async ({ skip }) => {
    skip(unable !== undefined, unable)
    expect(await run(path, 'built/adapter.js')).toBe('Hello Ada Hello Bob\n')
  })

  // better-sqlite3 needs Node 22.
  if (major < 22) return
  test('a server with another domain runs', async ({ skip }) => {
    skip(unable !== undefined, unable)
    expect(await run(path, 'built/library.js', join(folder, `library-${major}.db`))).toBe('201 BOOK_EXISTS Dune\n')
  })
})

test('Vite builds a front end without modules of Node', async () => {
  const warnings: string[] = []
  await bundleFrontEnd({
    root: join(folder, 'front-end'),
    configFile: false,
    build: { modulePreload: { polyfill: false } },
    customLogger: {
      info: () => undefined,
      warn: (message) => warnings.push(message),
      warnOnce: (message) => warnings.push(message),
      error: (message) => warnings.push(message),
      clearScreen: () => undefined,
      hasErrorLogged: () => false,
      hasWarned: false,
    },
  })
  expect(warnings).toEqual([])
  const assets = join(folder, 'front-end/dist/assets')
  const [script = ''] = (await readdir(assets)).filter((name) => name.endsWith('.js'))
  expect(await readFile(join(assets, script), 'utf8')).not.toMatch(/\bBuffer\b|\bprocess\.|\bsetImmediate\b|\bnode:/)
  const page = `
    Object.assign(globalThis, { document: { title: '' }, location: { origin: process.env.TRELLIS_URL } })
    await import(${JSON.stringify(join(assets, script))})
    console.log(document.title)`
  expect(await run(process.execPath, '--input-type=module', '--eval', page)).toMatch(/^Users: [01]\n$/)
})

test('a dry run leaves the tarballs where it says, and changes nothing', async () => {
  expect(dryRun).toContain(`${current} -> ${nextVersion(current, 'minor')} (dry run)`)
  const files = await readdir(packedIn())
  for (const { name } of published) {
    expect(dryRun).toMatch(new RegExp(`^${name}: .*-${current}\\.tgz, \\d+ KiB$`, 'm'))
    expect(files).toContain(tarballOf(name, current))
  }
  expect(states[1]).toEqual(states[0])
})
