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
  // Hugo allows blank lines before front matter.
  const [blank = ''] = /^(?:[ \t]*\r?\n)*/.exec(text) ?? []
  const above = blank.split('\n').length - 1
  try {
    const document = parseAtTop(text.slice(blank.length))
    return { ...document, lineOf: (key) => shifted(document.lineOf(key), above) }
  } catch (error) {
    throw error instanceof Problem ? new Problem(error.message, shifted(error.line, above)) : error
  }
}

function shifted(line: number | undefined, by: number): number | undefined {
  return line === undefined ? undefined : line + by
}

function parseAtTop(text: string): Document {
  const opening = /^(?:(-{3,})|(\+{3}))[ \t]*\r?\n/.exec(text)
  if (!opening) return { data: {}, body: text, lineOf: () => undefined }
  const marker = opening[1] ? '---' : '+++'
  const closing = marker === '---' ? /^-{3,}[ \t]*\r?$/m : /^\+{3}[ \t]*\r?$/m
  const below = text.slice(opening[0].length)
  if (!closing.test(below)) throw new Problem(`the front matter is not closed by ${marker}`, 1)

  const engines = { yaml, toml }
  const file = matter(`${marker}\n${below.replace(closing, marker)}`, {
    delimiters: marker,
    language: marker === '---' ? 'yaml' : 'toml',
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

/** YAML as a record. Its first line is the first of the file: what comes before it is the rest of the line of the marker. */
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
  return record(plain(() => document.toJS()))
}

/** A document whose aliases would grow without end is refused by the parser when it is turned into plain values. */
function plain(convert: () => unknown): unknown {
  try {
    return convert()
  } catch (error) {
    throw new Problem(`YAML: ${sentence(error instanceof Error ? error.message : String(error))}`, 1)
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
