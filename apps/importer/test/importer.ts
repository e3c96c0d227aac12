import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SERVICE_KEY as KEY } from '@trellis/server/testing'
import { onTestFinished } from 'vitest'
import { main } from '../src/command.ts'
import type { Summary } from '../src/outcome.ts'

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url))

/** The folder of one of the blogs kept for tests. */
export const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))

/** What a run of the command printed, and how it ended. */
export interface Run {
  status: number
  out: string
  err: string
}

/** Runs the command as a user does, in a process of its own. */
export function run(args: string[], variables: NodeJS.ProcessEnv = {}): Promise<Run> {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  const env = { PATH, NODE_COMPILE_CACHE, TRELLIS_KEY: KEY, ...variables }
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { env, maxBuffer: 2 ** 26 }, (error, out, err) => {
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
    })
  })
}

/** Runs it in this process, which is much faster. */
export async function runHere(args: string[], key = KEY, signal = new AbortController().signal): Promise<Run> {
  const texts = { out: '', err: '' }
  const terminal = { isTTY: false, write: () => true }
  const out = (text: string) => {
    texts.out += text
  }
  const err = (text: string) => {
    texts.err += text
  }
  const status = await main(args, { key, url: 'http://127.0.0.1:3000', folder: tmpdir(), out, err, terminal, signal })
  return { status, ...texts }
}

/** Runs it with `--json` and reads the summary. */
export async function summaryOf(args: string[]): Promise<Summary> {
  const { out, err } = await runHere([...args, '--json'])
  if (out === '') throw new Error(`There is no summary: ${err}`)
  return JSON.parse(out)
}

/** A folder with these files, which goes when the test ends. */
export async function folder(files: Record<string, string | Buffer>): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'trellis-import-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  await fill(path, files)
  return path
}

/** Writes files into a folder. */
export async function fill(path: string, files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
}

/** A post with a title, a date and an author. */
export function post(title: string, { text = 'Text.', more = '' } = {}): string {
  return `---\ntitle: ${title}\ndate: 2021-08-26\nauthor: Ada Quist\n${more}---\n\n${text}\n`
}
