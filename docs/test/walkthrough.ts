import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(repository, 'docs/add-a-relationship.md'), 'utf8')

/** The maximum number of files edited by hand, as the guide states it. */
export const editedByHand = Number(/\*\*(\d+) files\*\* by hand/.exec(guide)?.[1])

/** The code blocks of a step of the guide, in order. */
function code(step: number): string[] {
  return [...(guide.split(/^## /m)[step]?.matchAll(/```ts\n(.*?)```/gs) ?? [])].map(([, block = '']) => block)
}

const [table = '', counter = '', relation = ''] = code(1)
const [router = ''] = code(2)
const [tests = '', authorization = ''] = code(3)

/** The command of the first step. */
export const command = /^npm run trellis -- add relation .*$/m.exec(guide)?.[0] ?? ''

/** What the guide shows of the files that the command writes. */
export const excerpts = [
  ['packages/db/src/tables.ts', table],
  ['packages/db/src/derived.ts', counter],
  ['packages/db/src/relations.ts', relation],
] as const

/** The files that the reader of the guide writes by hand, with their text. */
export const edits: Readonly<Record<string, string>> = {
  'packages/api/src/bookmarks/router.ts': router,
  'packages/api/src/bookmarks/router.test.ts': tests,
  'packages/api/test/authorization/bookmarks.ts': authorization,
}

/** The exit status and the output of a command. */
interface Ended {
  status: number
  output: string
}

/** A copy of the repository in which the guide is followed. */
export class Walkthrough {
  readonly folder = mkdtempSync(join(tmpdir(), 'trellis-walkthrough-'))

  /** Copies every file that git tracks or would add into a new repository. Its packages are those that are installed here. */
  async copyRepository(): Promise<void> {
    const listed = ['ls-files', '--cached', '--others', '--exclude-standard']
    const { stdout } = await promisify(execFile)('git', listed, { cwd: repository, maxBuffer: 16_777_216 })
    const files = stdout
      .trim()
      .split('\n')
      .filter((file) => existsSync(join(repository, file)))
    for (const file of files) cpSync(join(repository, file), join(this.folder, file))
    for (const file of files) if (/(^|\/)package\.json$/.test(file)) this.#link(join(dirname(file), 'node_modules'))
    // Some tests list files with git.
    await this.#succeed('git', ['init', '--quiet'])
    await this.#succeed('git', ['add', '--all'])
  }

  /** Copies a folder of installed packages: relative links to packages of the copy, and to those of pnpm, which are shared. */
  #link(modules: string): void {
    if (!existsSync(join(repository, modules))) return
    for (const name of readdirSync(join(repository, modules))) {
      const [from, to] = [join(repository, modules, name), join(this.folder, modules, name)]
      // The others that begin with a dot say where pnpm has installed, or are caches.
      if (name === '.bin' || !name.startsWith('.')) cpSync(from, to, { recursive: true, verbatimSymlinks: true })
      if (name === '.pnpm') {
        mkdirSync(to)
        for (const one of readdirSync(from)) if (/@/.test(one)) symlinkSync(join(from, one), join(to, one), 'junction')
      }
    }
  }

  /** Runs the command, makes the edits, and generates the reference. */
  async follow(): Promise<void> {
    await this.#succeed(...this.#words(command))
    for (const file of Object.keys(edits)) this.edit(file)
    await this.#succeed('npm', ['run', 'docs:api'])
  }

  /** Builds the packages that the API needs. Those that the guide does not change have been built in the repository. */
  async build(): Promise<void> {
    await promisify(execFile)(process.execPath, ['turbo.ts', 'build', '--filter=@trellis/host...'], { cwd: repository })
    for (const name of ['fastify-trpc', 'store', 'rpc', 'identity', 'host']) {
      const dist = join('packages', name, 'dist')
      cpSync(join(repository, dist), join(this.folder, dist), { recursive: true })
    }
    await this.#succeed('node', ['node_modules/typescript/bin/tsc', '-p', 'packages/db/tsconfig.build.json'])
  }

  /** Writes a file as the guide has it. */
  edit(file: string): void {
    writeFileSync(join(this.folder, file), edits[file] ?? '')
  }

  /** Reverts files to those of the repository while work is done. */
  async without<Result>(paths: readonly string[], work: () => Promise<Result>): Promise<Result> {
    const kept = mkdtempSync(join(tmpdir(), 'trellis-kept-'))
    for (const path of paths) {
      const [here, there] = [join(this.folder, path), join(kept, path)]
      cpSync(here, there, { recursive: true })
      rmSync(here, { recursive: true })
      if (existsSync(join(repository, path))) cpSync(join(repository, path), here, { recursive: true })
    }
    try {
      return await work()
    } finally {
      for (const path of paths) {
        rmSync(join(this.folder, path), { recursive: true, force: true })
        cpSync(join(kept, path), join(this.folder, path), { recursive: true })
      }
      rmSync(kept, { recursive: true })
    }
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  /** The files that differ from those of the repository. */
  async changed(): Promise<string[]> {
    const { output } = await this.#execute('git', ['ls-files', '--modified', '--others', '--exclude-standard'])
    return output.trim().split('\n')
  }

  /** Runs a command in the copy. Resolves to its output and its exit status. */
  run(command: string): Promise<Ended> {
    return this.#execute(...this.#words(command))
  }

  #words(command: string): [program: string, args: string[]] {
    const [program = '', ...args] = command.split(' ')
    return [program, args]
  }

  /** The environment of the commands in the copy. */
  readonly env = {
    ...process.env,
    VITEST: undefined,
    FORCE_COLOR: undefined,
    NO_COLOR: '1',
    // pnpm would install in the copy, and so change the packages that are shared.
    pnpm_config_verify_deps_before_run: 'false',
    // Files that the guide does not change have been checked in the repository.
    TURBO_CACHE_DIR: process.env.TURBO_CACHE_DIR ?? join(repository, '.turbo/cache'),
  }

  #execute(program: string, args: string[]): Promise<Ended> {
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env: this.env, maxBuffer: 67_108_864, shell: process.platform === 'win32' }
      execFile(program, args, options, (failure, out, error) =>
        resolve({ status: failure ? 1 : 0, output: out + error }),
      )
    })
  }

  async #succeed(program: string, args: string[]): Promise<void> {
    const { status, output } = await this.#execute(program, args)
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${output}`)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
