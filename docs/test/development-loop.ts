import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Walkthrough } from './walkthrough.ts'

/** `npm run dev` of the server and of the package with the router, in a copy of the repository. */
export class DevelopmentLoop {
  /** Everything that the command has printed. */
  output = ''
  readonly #copy: Walkthrough
  readonly #child

  constructor(copy: Walkthrough) {
    this.#copy = copy
    // Their packages are built already.
    const filters = ['--only', '--filter=@trellis/server', '--filter=@trellis/api']
    // A process group, so that all processes of the command can be stopped.
    this.#child = spawn('npm', ['run', 'dev', '--', ...filters], { cwd: copy.folder, env: copy.env, detached: true })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.on('data', (text: Buffer) => {
        this.output += text
      })
    }
  }

  /** The addresses of the servers that have been started so far. */
  get addresses(): string[] {
    return [...this.output.matchAll(/Trellis is at (\S+)/g)].map(([, address = '']) => address)
  }

  /** Whether the compiler has written all declarations at least once. */
  get isCompiled(): boolean {
    return this.output.includes('Watching for file changes')
  }

  /**
   * Edits a file, and waits until the server restarts and the declarations have what was added. The file is saved again
   * meanwhile: the server and the compiler may miss what happens while they start.
   */
  async edit(file: string, edit: (text: string) => string, declarations: string, added: string): Promise<void> {
    const printed = this.output.length
    this.#save(file, edit)
    await this.until(
      () => this.output.slice(printed).includes('Restarting') && this.#contains(declarations, added),
      () => this.#save(file, (text) => text),
    )
  }

  /** Replaces text of a file in the way of git and of some editors: a new file is renamed over the old one. */
  #save(file: string, edit: (text: string) => string): void {
    const path = join(this.#copy.folder, file)
    writeFileSync(`${path}.new`, edit(readFileSync(path, 'utf8')))
    renameSync(`${path}.new`, path)
  }

  /** What the server answers to a path; `null` while it restarts. */
  async answer(path: string): Promise<unknown> {
    try {
      return await (await fetch(`${this.addresses.at(-1)}${path}`)).json()
    } catch {
      return null
    }
  }

  /** The source file that an editor opens for a declaration file. */
  sourceOf(declarations: string): string {
    const map = join(this.#copy.folder, `${declarations}.map`)
    const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: [string] }
    return join(dirname(map), sources[0])
  }

  /** Waits until a condition holds, for two minutes at most, and calls `repeat` every five seconds. */
  async until(holds: () => boolean, repeat = () => {}): Promise<void> {
    const deadline = Date.now() + 120_000
    for (let waits = 1; !holds(); waits++) {
      if (waits % 50 === 0) repeat()
      if (this.#child.exitCode !== null) throw new Error(`npm run dev has ended: ${this.output}`)
      if (Date.now() > deadline) throw new Error(`Nothing changed: ${this.output}`)
      await pause(100)
    }
  }

  /** Whether a file of the copy contains a text. */
  #contains(file: string, text: string): boolean {
    const path = join(this.#copy.folder, file)
    return existsSync(path) && readFileSync(path, 'utf8').includes(text)
  }

  /** Stops the command as Ctrl-C does: Turborepo then stops the tasks, which have process groups of their own. */
  async stop(): Promise<void> {
    const { pid, exitCode } = this.#child
    if (pid === undefined || exitCode !== null) return
    const closed = once(this.#child, 'close')
    process.kill(-pid, 'SIGINT')
    await closed
  }
}
