import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const pnpm = join(repository, 'node_modules/pnpm/bin/pnpm.mjs')
const guide = readFileSync(join(repository, 'docs/add-a-relationship.md'), 'utf8')

/** The maximum number of files edited by hand, as the guide states it. */
export const editedByHand = Number(/\*\*(\d+) files\*\* by hand/.exec(guide)?.[1])

/** The code blocks of a step of the guide, in order. */
function code(step: number): string[] {
  return [...(guide.split(/^## /m)[step]?.matchAll(/```ts\n(.*?)```/gs) ?? [])].map(([, block = '']) => block)
}

const [table = '', column = '', counter = ''] = code(1)
const [relations = ''] = code(2)
const [, relationsOfUsers = '', relationsOfBookmarks = ''] = /\.\.\.\n(.*?)\n {4}\},\n(.*)/s.exec(relations) ?? []
const [router = '', contents = '', noun = ''] = code(4)
const [tests = '', authorization = ''] = code(5)

/** An edit of the guide: a new file, or text inserted before a line of an existing file. */
interface Edit {
  readonly file: string
  /** In the order of the guide. Without `before`, the text is the whole file. */
  readonly insertions: readonly { readonly before?: string; readonly text: string }[]
}

/** Inserts each part of a block before a line of its own. `// ...` separates the parts. */
const parts = (block: string, ...lines: string[]) =>
  block.split(/^\/\/ \.\.\.\n/m).map((text, index) => ({ before: lines[index] ?? '', text }))

/** The edits that the reader of the guide makes by hand. */
export const edits: readonly Edit[] = [
  {
    file: 'packages/db/src/tables.ts',
    insertions: [
      { before: '  const follows = c.table(', text: `${table}\n` },
      { before: '    follows,\n', text: '    bookmarks,\n' },
      { before: '      commentCount: c.count(),\n', text: column },
    ],
  },
  {
    file: 'packages/db/src/derived.ts',
    insertions: [{ before: '  counter(t.posts.commentCount', text: counter }],
  },
  {
    file: 'packages/db/src/relations.ts',
    insertions: [
      { before: '      followers: r.many', text: `${relationsOfUsers}\n` },
      { before: '    follows: {', text: relationsOfBookmarks },
    ],
  },
  { file: 'packages/api/src/bookmarks/router.ts', insertions: [{ text: router }] },
  {
    file: 'packages/api/src/root.ts',
    insertions: [...parts(contents, 'import { categories }', '  follows,'), { before: "  follows: '", text: noun }],
  },
  { file: 'packages/api/src/bookmarks/router.test.ts', insertions: [{ text: tests }] },
  { file: 'packages/api/test/authorization/bookmarks.ts', insertions: [{ text: authorization }] },
]

/** The exit status and the output of a command. */
interface Ended {
  status: number
  output: string
}

/** A copy of the repository in which the guide is followed. */
export class Walkthrough {
  readonly folder = mkdtempSync(join(tmpdir(), 'trellis-walkthrough-'))

  /** Copies every file that git tracks or would add into a new repository, and installs. */
  async copyRepository(): Promise<void> {
    const listed = ['ls-files', '--cached', '--others', '--exclude-standard']
    const { stdout } = await promisify(execFile)('git', listed, { cwd: repository, maxBuffer: 16_777_216 })
    const files = stdout
      .trim()
      .split('\n')
      .filter((file) => existsSync(join(repository, file)))
    for (const file of files) cpSync(join(repository, file), join(this.folder, file))
    // Some tests list files with git.
    await this.#succeed('git', ['init', '--quiet'])
    await this.#succeed('git', ['add', '--all'])
    await this.#succeed(process.execPath, [pnpm, 'install', '--frozen-lockfile', '--prefer-offline'])
  }

  /** Makes the edits, and generates migrations and the reference. */
  async follow(): Promise<void> {
    for (const edit of edits) this.edit(edit)
    await this.#succeed('npm', ['run', 'db:generate'])
    await this.#succeed('npm', ['run', 'docs:api'])
  }

  edit({ file, insertions }: Edit): void {
    const path = join(this.folder, file)
    mkdirSync(dirname(path), { recursive: true })
    for (const { before, text } of insertions) {
      if (before === undefined) {
        writeFileSync(path, text)
        continue
      }
      const now = readFileSync(path, 'utf8')
      if (!before || !now.includes(before)) throw new Error(`${file} has no line ${before}`)
      writeFileSync(
        path,
        now.replace(before, () => text + before),
      )
    }
  }

  /** Reverts the edits of one file. */
  undo({ file }: Edit): void {
    const original = join(repository, file)
    if (existsSync(original)) cpSync(original, join(this.folder, file))
    else rmSync(join(this.folder, file))
  }

  /** Reverts the generated files. */
  undoGenerated(): void {
    for (const path of ['packages/db/migrations', 'docs/api.md', 'docs/openapi.json']) {
      rmSync(join(this.folder, path), { recursive: true })
      cpSync(join(repository, path), join(this.folder, path), { recursive: true })
    }
  }

  /** Runs a command in the copy. Resolves to its output and its exit status. */
  run(command: string): Promise<Ended> {
    const [program = '', ...args] = command.split(' ')
    return this.#execute(program, args)
  }

  /** The environment of the commands in the copy. */
  readonly env = {
    ...process.env,
    VITEST: undefined,
    NODE_COMPILE_CACHE: undefined,
    FORCE_COLOR: undefined,
    NO_COLOR: '1',
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
