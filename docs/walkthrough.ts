import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const repository = fileURLToPath(new URL('..', import.meta.url))
const pnpm = join(repository, 'node_modules/pnpm/bin/pnpm.mjs')
const guide = readFileSync(join(repository, 'docs/add-a-relationship.md'), 'utf8')

/** The most files that somebody edits by hand. The guide states it. */
export const editedByHand = Number(/\*\*(\d+) files\*\* by hand/.exec(guide)?.[1])

/** The code of a step of the guide, in its order there. */
function code(step: number): string[] {
  return [...(guide.split(/^## /m)[step]?.matchAll(/```ts\n(.*?)```/gs) ?? [])].map(([, block = '']) => block)
}

const [table = '', column = '', counter = ''] = code(1)
const [relations = ''] = code(2)
const [, relationsOfUsers = '', relationsOfBookmarks = ''] = /\.\.\.\n(.*?)\n {4}\},\n(.*)/s.exec(relations) ?? []
const [router = '', contents = '', noun = '', examples = ''] = code(4)
const [tests = '', authorization = '', authorizationTable = '', statements = ''] = code(5)

/** An edit that the guide asks for: a new file, or text before a line of one that is there. */
interface Edit {
  readonly file: string
  /** In the order of the guide. Without a line, the text is the file. */
  readonly insertions: readonly { readonly before?: string; readonly text: string }[]
}

/** Puts the parts of a block, which `// ...` separates, before a line each. */
const parts = (block: string, ...lines: string[]) =>
  block.split(/^\/\/ \.\.\.\n/m).map((text, index) => ({ before: lines[index] ?? '', text }))

/** What the guide's reader edits by hand. */
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
  { file: 'packages/api/src/root.ts', insertions: parts(contents, 'import { categories }', '  follows,') },
  {
    file: 'packages/api/src/examples.ts',
    insertions: [
      { before: "  follows: '", text: noun },
      { before: '  follows: {', text: examples },
    ],
  },
  { file: 'packages/api/src/bookmarks/router.test.ts', insertions: [{ text: tests }] },
  { file: 'packages/api/src/bookmarks/authorization.ts', insertions: [{ text: authorization }] },
  {
    file: 'packages/api/src/authorization-table.ts',
    insertions: parts(authorizationTable, 'import { authorization as categories }', '  ...follows,'),
  },
  {
    file: 'packages/api/test/statements.test.ts',
    insertions: parts(
      statements,
      '    await service.follows.follow({ userId: author.id, followerId: fan.id })',
      "    'follows.followers': {",
    ),
  },
]

/** How a command ended, with what it printed. */
interface Ended {
  status: number
  output: string
}

/** A copy of the repository in which the guide is followed. */
export class Walkthrough {
  readonly folder = mkdtempSync(join(tmpdir(), 'trellis-walkthrough-'))

  /** Copies every file that git has or would add into a repository of its own, and installs. */
  async copyRepository(): Promise<void> {
    const listed = ['ls-files', '--cached', '--others', '--exclude-standard']
    const { stdout } = await promisify(execFile)('git', listed, { cwd: repository, maxBuffer: 16_777_216 })
    const files = stdout
      .trim()
      .split('\n')
      .filter((file) => existsSync(join(repository, file)))
    for (const file of files) cpSync(join(repository, file), join(this.folder, file))
    // Some tests ask git which files there are.
    await this.#succeed('git', ['init', '--quiet'])
    await this.#succeed('git', ['add', '--all'])
    await this.#succeed(process.execPath, [pnpm, 'install', '--frozen-lockfile', '--prefer-offline'])
  }

  /** Makes the edits, and generates what is generated. */
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

  /** Takes the edits of one file back. */
  undo({ file }: Edit): void {
    const original = join(repository, file)
    if (existsSync(original)) cpSync(original, join(this.folder, file))
    else rmSync(join(this.folder, file))
  }

  /** Takes the generated files back. */
  undoGenerated(): void {
    for (const path of ['packages/db/migrations', 'docs/api.md', 'docs/openapi.json']) {
      rmSync(join(this.folder, path), { recursive: true })
      cpSync(join(repository, path), join(this.folder, path), { recursive: true })
    }
  }

  /** Runs a command in the copy. Resolves to what it prints, and to its status. */
  run(command: string): Promise<Ended> {
    const [program = '', ...args] = command.split(' ')
    return this.#execute(program, args)
  }

  #execute(program: string, args: string[]): Promise<Ended> {
    const env = {
      ...process.env,
      VITEST: undefined,
      NODE_COMPILE_CACHE: undefined,
      FORCE_COLOR: undefined,
      NO_COLOR: '1',
      // What the guide does not change was checked in the repository before.
      TURBO_CACHE_DIR: process.env.TURBO_CACHE_DIR ?? join(repository, '.turbo/cache'),
    }
    return new Promise((resolve) => {
      const options = { cwd: this.folder, env, maxBuffer: 67_108_864, shell: process.platform === 'win32' }
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
