import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fold } from '@trellis/store/fold'
import { describeFinding, findingOf, Problem, problemOf } from '../problem.ts'
import { type Author, describedAuthor, namedAuthor } from './author.ts'
import { yaml } from './front-matter.ts'
import { toList } from './names.ts'

/** The authors and tags that a blog describes in files beside its posts. */
export interface Vocabulary {
  /** By the key that posts use, and by name. */
  authors: ReadonlyMap<string, Author>
  tags: ReadonlyMap<string, string>
  /** `url` and `baseurl` of Jekyll's `_config.yml`; empty where there is none. */
  site: { url: string; baseurl: string }
}

/** Where Docusaurus keeps the file, and Jekyll, whose posts lie in `_posts` beside `_data`. */
const authorFiles = ['authors.yml', 'authors.yaml', '_data/authors.yml', '../_data/authors.yml']
const tagFiles = ['tags.yml', 'tags.yaml']
const siteFiles = ['_config.yml', '../_config.yml']

/** Reads `authors.yml`, `tags.yml` and `_config.yml`, where they are. @throws Problem if one cannot be read. */
export async function readVocabulary(folder: string, authorsFile?: string): Promise<Vocabulary> {
  const [authors, tags, site] = await Promise.all([
    authorsFile ? readYaml(folder, authorsFile) : firstOf(folder, authorFiles),
    firstOf(folder, tagFiles),
    // Much else is in it, so that an error in it may not concern the blog.
    firstOf(folder, siteFiles).catch((): Record<string, unknown> => ({})),
  ])
  return {
    authors: authorsIn(authors),
    tags: labelsIn(tags),
    site: { url: addressIn(site.url), baseurl: addressIn(site.baseurl) },
  }
}

/** The first of these files that is there. */
async function firstOf(folder: string, names: string[]): Promise<Record<string, unknown>> {
  const path = names.map((name) => join(folder, name)).find((path) => existsSync(path))
  return path === undefined ? {} : readYaml(folder, path)
}

async function readYaml(folder: string, path: string): Promise<Record<string, unknown>> {
  try {
    return yaml(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Problem(describeFinding(findingOf(relative(folder, path), problemOf(error))))
  }
}

function authorsIn(entries: Record<string, unknown>): Map<string, Author> {
  const authors = new Map<string, Author>()
  for (const [key, entry] of Object.entries(entries)) {
    const author = isRecord(entry) ? describedAuthor(entry, key) : describedAuthor({ name: entry }, key)
    authors.set(key, author)
    if (!authors.has(fold(author.fullName))) authors.set(fold(author.fullName), author)
  }
  return authors
}

/** An address without a slash at its end, since paths follow it. */
const addressIn = (value: unknown) => (typeof value === 'string' ? value.trim().replace(/\/$/, '') : '')

function labelsIn(entries: Record<string, unknown>): Map<string, string> {
  const labels = new Map<string, string>()
  for (const [key, entry] of Object.entries(entries)) {
    if (isRecord(entry) && typeof entry.label === 'string') labels.set(key, entry.label.trim())
  }
  return labels
}

/**
 * The authors that front matter names: keys of `authors.yml`, names or descriptions, one or a list; `authors` may also
 * be a text with commas.
 */
export function authorsOf(data: Record<string, unknown>, { authors }: Vocabulary): Author[] {
  const known = (name: string) => authors.get(name) ?? authors.get(fold(name))
  const many = toList(data.authors)
  const values = (many.length > 0 ? many : toList(data.author)).flatMap((value) => splitNames(value, known))
  const found = values.flatMap((value): Author[] => {
    if (isRecord(value)) return [described(value, authors)]
    const name = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
    return name === '' ? [] : [known(name) ?? namedAuthor(name)]
  })
  return [...new Map(found.map((author) => [fold(author.username), author])).values()]
}

const SUFFIX = /^(?:jr|sr|[ivx]+|ph\.?d|m\.?d|esq|mba|msc)\.?$/i
const JOB =
  /\b(?:engineer|developer|designer|architect|scientist|researcher|manager|director|lead|head|chief|c[efpt]o|officer|founder|president|vp|professor|writer|editor|advocate|evangelist|analyst|consultant|maintainer|marketing|intern|student|team|at|of)\b/i

/**
 * The names in a text: `jane, joe`, `A & B` and `A and B` are two authors, `Martin Luther King, Jr.` is one, and so is
 * `Jane Doe, Software Engineer`, with the title as the biography.
 */
function splitNames(value: unknown, known: (name: string) => Author | undefined): unknown[] {
  if (typeof value !== 'string' || known(value.trim())) return [value]
  const named: { name: string; title?: string }[] = []
  for (const part of value.split(',').map((part) => part.trim())) {
    const last = named.at(-1)
    if (last && SUFFIX.test(part)) last.name += `, ${part}`
    else if (last && JOB.test(part) && !known(part)) last.title = last.title ? `${last.title}, ${part}` : part
    else named.push(...part.split(/\s(?:&|and)\s/).flatMap((name) => (name === '' ? [] : [{ name: name.trim() }])))
  }
  return named.map(({ name, title }) => (title && !known(name) ? { name, title } : name))
}

/** `{ key: slorber, title: 'Guest' }` refers to `authors.yml`; `{ name, title, url }` stands for itself. */
function described(entry: Record<string, unknown>, authors: ReadonlyMap<string, Author>): Author {
  const key = typeof entry.key === 'string' ? entry.key : undefined
  const name = typeof entry.name === 'string' ? entry.name : undefined
  const listed = (key === undefined ? undefined : authors.get(key)) ?? (name && authors.get(fold(name)))
  return listed || describedAuthor(entry, key)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
}
