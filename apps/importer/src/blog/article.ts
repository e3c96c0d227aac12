import { z } from 'zod'
import { Problem } from '../problem.ts'
import type { Author } from './author.ts'
import { type FileName, parseFileName, postKey } from './file-name.ts'
import { type Document, parseDocumentParts } from './front-matter.ts'
import { limits } from './limits.ts'
import { parseMoment } from './moment.ts'
import { namesIn } from './names.ts'
import { plainMarkdown } from './plain-markdown.ts'
import { noSite, type Site } from './site.ts'
import { authorsOf, type Vocabulary } from './vocabulary.ts'

/** A post as its file describes it. */
export interface Article {
  /** Its key within the blog, stable while the file changes. */
  key: string
  title: string
  content: string
  /** When it was published, if the file says it. */
  createdAt: string | undefined
  /** The first wrote it; nobody, if the file does not say who. */
  author: Author | undefined
  category: string | undefined
  tags: string[]
  /** Whether it is not meant to be public (yet): it becomes a draft. */
  isDraft: boolean
  /** The parts of its text that have no plain Markdown, and how often each occurs. */
  unresolved: ReadonlyMap<string, number>
}

/** The keys that generators and their themes keep the date under. */
const DATES = ['date', 'pubdate', 'pubdatetime', 'publishdate', 'publisheddate', 'publishedat']

const BLANK_LINES = /^(?:[ \t]*\r?\n)+/
/** `# Title`, maybe with an explicit id: `# Title {#id}`. */
const HEADING = /^\s*#[ \t]+(?<title>\S.*?)(?:[ \t]+#+|[ \t]*\{#[^}]*\})?[ \t]*(?:\r?\n|$)/

/**
 * Reads a Markdown file as Jekyll, Hugo, Docusaurus and Astro do.
 *
 * @param path its path in the folder of the blog.
 * @param site the addresses that links are resolved against.
 * @throws Problem with the line, for whatever the author of the file has to change.
 */
export function parseArticle(
  path: string,
  text: string,
  vocabulary: Vocabulary,
  now = Date.now(),
  site: Site = noSite,
): Article {
  const file = parseDocumentParts(text)
  const folder = path.slice(0, path.lastIndexOf('/') + 1)
  const plain = plainMarkdown(file.body, { ...site, folder })
  const document = { ...file, body: plain.text }
  const { data } = document
  const name = parseFileName(path)
  const { title, body } = titleOf(document)
  const createdAt = dateOf(document, name)
  const [author, ...others] = within(document, ['authors', 'author'], () => authorsOf(data, vocabulary))
  // Zola keeps both in a table of their own.
  const taxonomies = z.record(z.string(), z.unknown()).catch({}).parse(data.taxonomies)
  const [category, ...topics] = [
    ...singular(data.category),
    ...namesIn(data.categories),
    ...namesIn(taxonomies.categories),
  ]
  const tags = namesIn([
    ...namesIn(data.tags, vocabulary.tags),
    ...namesIn(taxonomies.tags),
    ...singular(data.tag),
    ...topics,
  ])
  // In the form in which it is stored, so that a second import changes nothing.
  const content = `${credit(others)}${body}`.normalize('NFC')

  const isUnpublished = isTrue(data.draft) || isFalse(data.published) || isTrue(data.unlisted) || name.isDraft
  if (body === '' && !isUnpublished) throw new Problem('there is no text in it')
  if (content.length > limits.content)
    throw new Problem(`the text has ${content.length} characters, more than ${limits.content}`)
  if (tags.length > limits.tags)
    throw new Problem(`there are ${tags.length} tags, more than ${limits.tags}`, document.lineOf('tags'))
  for (const long of [category ?? '', ...tags]) {
    if (long.length > limits.name)
      throw new Problem(
        `"${long.slice(0, 30)}..." is longer than the ${limits.name} characters of a tag`,
        document.lineOf('tags'),
      )
  }
  return {
    key: keyOf(document, name),
    title,
    content: body === '' ? '' : content,
    createdAt,
    author,
    category,
    tags,
    isDraft: isUnpublished || (createdAt !== undefined && Date.parse(createdAt) > now),
    unresolved: plain.unresolved,
  }
}

/** The key of a post within its blog. @throws Problem if its front matter cannot be read. */
export function parseKey(path: string, text: string): string {
  return keyOf(parseDocumentParts(text), parseFileName(path))
}

/** The title of the front matter, or as in Docusaurus the first heading, which then is not part of the text. */
function titleOf({ data, body, lineOf }: Document): { title: string; body: string } {
  const given = typeof data.title === 'number' || typeof data.title === 'boolean' ? String(data.title) : data.title
  if (given !== undefined && given !== null && typeof given !== 'string') {
    throw new Problem('the title is not a text', lineOf('title'))
  }
  const heading = given?.trim() ? null : HEADING.exec(body)
  const title = (given?.trim() || heading?.groups?.title)?.replaceAll(/\s+/g, ' ').normalize('NFC')
  if (!title) throw new Problem('there is no title: neither `title:` nor a heading at the top', lineOf('title') ?? 1)
  if (title.length > limits.title) {
    throw new Problem(`the title has ${title.length} characters, more than ${limits.title}`, lineOf('title'))
  }
  // Blank lines go, but not the indentation of a first line of code.
  return {
    title,
    body: body
      .slice(heading?.[0].length ?? 0)
      .replace(BLANK_LINES, '')
      .trimEnd(),
  }
}

/** The date of the front matter. Without a readable one, the date in Zola's `path` or in the file name. */
function dateOf({ data, lineOf }: Document, name: FileName): string | undefined {
  const key = DATES.find((key) => data[key] !== undefined && data[key] !== null)
  const date = (typeof data.path === 'string' ? parseFileName(data.path).date : undefined) ?? name.date
  if (key === undefined && date === undefined) return undefined
  const value = key === undefined ? date : data[key]
  // TOML's dates without a zone are printed without one.
  const text = value instanceof Date ? value.toISOString() : String(value)
  const moment = parseMoment(text) ?? (date === undefined ? undefined : parseMoment(date))
  if (moment) return moment
  if (key === undefined) throw new Problem(`the file name begins with ${text}, which is not a date`)
  throw new Problem(`"${text}" is not a date: write it like 2021-08-26 or 2021-08-26T10:30:00Z`, lineOf(key))
}

function keyOf({ data, lineOf }: Document, name: FileName): string {
  const slug = typeof data.slug === 'string' || typeof data.slug === 'number' ? String(data.slug).trim() : undefined
  const key = postKey(name, slug)
  if (key.length > 300) throw new Problem('its path and slug are longer than 300 characters', lineOf('slug'))
  return key
}

/** Names the other authors: a post has one author. */
function credit(others: Author[]): string {
  if (others.length === 0) return ''
  const names = new Intl.ListFormat('en', { type: 'conjunction' }).format(others.map((other) => other.fullName))
  return `*With ${names}.*\n\n`
}

/** Adds the line of the first of these keys to a problem. */
function within<T>({ lineOf }: Document, keys: string[], read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Problem(
      error.message,
      keys.map(lineOf).find((line) => line !== undefined),
    )
  }
}

/** A single name may have spaces and commas. */
function singular(value: unknown): string[] {
  return namesIn(typeof value === 'string' ? [value] : value)
}

// YAML 1.1, which most generators read, has more words for true and false than the YAML of today.
const isTrue = (value: unknown) => value === true || (typeof value === 'string' && /^(true|yes|on)$/i.test(value))
const isFalse = (value: unknown) => value === false || (typeof value === 'string' && /^(false|no|off)$/i.test(value))
