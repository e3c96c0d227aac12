import matter from '@11ty/gray-matter'
import { parse as parseToml, TomlError } from 'smol-toml'
import { LineCounter, parseDocument } from 'yaml'
import { Problem } from '../problem.ts'

/** A Markdown file in its two parts. */
export interface Document {
  /** The front matter; its keys in lower case, because Hugo's may have any. */
  data: Record<string, unknown>
  /** The Markdown below it. */
  body: string
  /** The line of a key in the file. */
  lineOf(key: string): number | undefined
}

/**
 * Takes front matter off a Markdown file: YAML between `---`, TOML between `+++`.
 *
 * @throws Problem with the line, if it cannot be read.
 */
export function parseDocumentParts(text: string): Document {
  // Hugo allows blank lines before front matter. Below the marker, they keep the numbers of the lines.
  const [, blank = '', dashes, pluses, rest = ''] =
    /^((?:[ \t]*\r?\n)*)(?:(-{3,})|(\+{3}))[ \t]*\r?\n([\s\S]*)$/.exec(text) ?? []
  if (!dashes && !pluses) return { data: {}, body: text.replace(/^(?:[ \t]*\r?\n)+/, ''), lineOf: () => undefined }
  const marker = dashes ? '---' : '+++'
  const closing = dashes ? /^-{3,}[ \t]*\r?$/m : /^\+{3}[ \t]*\r?$/m
  if (!closing.test(rest)) throw new Problem(`the front matter is not closed by ${marker}`, blank.split('\n').length)
  const below = blank + rest
  const engines = { yaml, toml }
  const file = matter(`${marker}\n${below.replace(closing, marker)}`, {
    delimiters: marker,
    language: dashes ? 'yaml' : 'toml',
    engines,
  })
  const lines = file.matter.split('\n')
  return {
    data: Object.fromEntries(Object.entries(file.data).map(([key, value]) => [key.toLowerCase(), value])),
    body: file.content,
    lineOf: (key) => {
      const index = lines.findIndex((line) => /^\s*["']?([\w-]+)["']?\s*[:=]/.exec(line)?.[1]?.toLowerCase() === key)
      return index === -1 ? undefined : index + 1
    },
  }
}

/** YAML as a record. Its first line is the rest of the line of the marker, which is the first line of the file. */
export function yaml(text: string): Record<string, unknown> {
  const counter = new LineCounter()
  // A carriage return at the end belongs to the line of the closing marker.
  const document = parseDocument(text.trimEnd(), {
    lineCounter: counter,
    prettyErrors: false,
    // As in the YAML that generators read, the last value of a key counts.
    uniqueKeys: false,
  })
  const [error] = document.errors
  if (error) throw new Problem(`YAML: ${sentence(error.message)}`, counter.linePos(error.pos[0]).line)
  try {
    return record(document.toJS())
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    // A document whose aliases would grow without end is refused when it is turned into plain values.
    throw new Problem(`YAML: ${sentence(cause instanceof Error ? cause.message : String(cause))}`, 1)
  }
}

/** TOML as a record. */
export function toml(text: string): Record<string, unknown> {
  try {
    // A carriage return at the end belongs to the line of the closing marker.
    return parseToml(text.trimEnd())
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const [message = ''] = error.message.split('\n')
    throw new Problem(`TOML: ${sentence(message.replace(/^Invalid TOML document: /, ''))}`, error.line)
  }
}

function record(value: unknown): Record<string, unknown> {
  if (value === null || value === undefined) return {}
  if (typeof value !== 'object' || Array.isArray(value)) throw new Problem('the front matter is not a list of keys', 2)
  return { ...value }
}

function sentence(message: string): string {
  return message.replaceAll(/\s+/g, ' ').trim()
}
