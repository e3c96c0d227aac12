import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Mistake } from './names.ts'

/** A text to be written into a file of a person, at one known line. */
export interface Insertion {
  readonly file: string
  /** The line, or its start: the first of these lines that the file has. */
  readonly place: RegExp
  /** What a person should look for. */
  readonly described: string
  readonly side: 'before' | 'after'
  readonly text: string
  /** Where it is written if the place is not there. */
  readonly otherwise?: Insertion
}

/** The line of a file above which `trellis add` writes. */
export function above(file: string, what: string, text: string): Insertion {
  const line = `// \`trellis add\` writes ${what} above this line`
  return { file, place: new RegExp(`^ *${line}.*$`, 'm'), described: `${line}.`, side: 'before', text }
}

/** At the start of a file. The formatter sorts imports. */
export const atStart = (file: string, text: string): Insertion => ({
  file,
  place: /^.*$/m,
  described: 'the first line',
  side: 'before',
  text: `${text}\n`,
})

/**
 * Makes the insertions, and returns the new texts by file.
 *
 * @throws Mistake if a place is not there, with what to write there.
 */
export function insert(folder: string, insertions: readonly Insertion[]): Map<string, string> {
  const texts = new Map<string, string>()
  for (const insertion of insertions) {
    const { file } = insertion
    const path = join(folder, file)
    if (!existsSync(path)) throw new Mistake(`There is no ${file}. In it belongs:\n${insertion.text.trim()}`)
    texts.set(file, inserted(texts.get(file) ?? readFileSync(path, 'utf8'), insertion))
  }
  return texts
}

function inserted(now: string, { file, place, described, side, text, otherwise }: Insertion): string {
  if (text.startsWith('import ') && now.includes(text)) return now
  const found = place.exec(now)
  if (!found && otherwise) return inserted(now, otherwise)
  if (!found) {
    const where = side === 'before' ? 'Above' : 'After'
    throw new Mistake(`${file} has no line "${described}". Add it again. ${where} it belongs:\n${text.trim()}`)
  }
  const at = side === 'before' ? found.index : found.index + found[0].length
  return now.slice(0, at) + text + now.slice(at)
}
