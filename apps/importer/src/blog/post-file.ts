import { readFileSync, statSync } from 'node:fs'
import { Problem } from '../problem.ts'
import { limits } from './limits.ts'

/**
 * The text of a file and when it was last changed. The files are small, and reading one at once takes a fraction of the
 * time that four trips to the thread pool do.
 *
 * @throws Problem if it is no text, or too large for a post.
 */
export function readPost(path: string): { text: string; modified: string } {
  const { size, mtime } = statSync(path)
  if (size > limits.fileBytes) {
    const mebibytes = (size / 1024 / 1024).toFixed(1)
    throw new Problem(`the file has ${mebibytes} MiB, more than a post can hold (${limits.content} characters)`)
  }
  return { text: decode(readFileSync(path)), modified: mtime.toISOString() }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decode(bytes: Buffer): string {
  const text = bytes.includes(0) ? undefined : decoded(bytes)
  if (text === undefined) throw new Problem('not a text file in UTF-8')
  return text
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    return undefined
  }
}
