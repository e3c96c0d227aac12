import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import type { Addition } from './addition.ts'
import { insert } from './edits.ts'
import type { Layout } from './layout.ts'
import { Mistake } from './names.ts'

/** A file that is new or has changed. */
export interface WrittenFile {
  readonly file: string
  readonly isNew: boolean
  readonly text: string
}

/**
 * The files of an addition, formatted as the project formats its own. Nothing is written.
 *
 * @throws Mistake if a new file is there already, or if a place in another one is not
 */
export async function filesOf({ files, insertions }: Addition, layout: Layout): Promise<WrittenFile[]> {
  const { folder } = layout
  for (const file of Object.keys(files)) {
    if (existsSync(join(folder, file))) throw new Mistake(`There is a file ${file} already.`)
  }
  const made = [
    ...[...insert(folder, insertions)].map(([file, text]) => ({ file, isNew: false, text })),
    ...Object.entries(files).map(([file, text]) => ({ file, isNew: true, text })),
  ]
  return Promise.all(
    made.map(async ({ file, isNew, text }) => ({ file, isNew, text: await formatted(folder, file, text) })),
  )
}

/** Writes the files. */
export function write(written: readonly WrittenFile[], layout: Layout): void {
  for (const { file, text } of written) {
    const path = join(layout.folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}

/** A text as Biome formats the file. Without Biome, as it is. */
async function formatted(folder: string, file: string, text: string): Promise<string> {
  const biome = join(folder, 'node_modules/@biomejs/biome/bin/biome')
  if (!existsSync(biome)) return text
  const args = [biome, 'check', '--write', '--linter-enabled=false', `--stdin-file-path=${file}`]
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
  child.stdin.end(text)
  const [output, [status]] = await Promise.all([textOf(child.stdout), once(child, 'close')])
  return status === 0 && output !== '' ? output : text
}
