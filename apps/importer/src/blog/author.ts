import { Problem } from '../problem.ts'
import { limits } from './limits.ts'

/** Who wrote a post. */
export interface Author {
  username: string
  fullName: string
  bio: string | undefined
  email: string | undefined
  /** Whether the blog describes this author, instead of only naming them. */
  isDescribed: boolean
}

/** An author of whom the blog has only the name. */
export function namedAuthor(name: string): Author {
  return {
    username: usernameOf(name),
    fullName: fullNameOf(name),
    bio: undefined,
    email: undefined,
    isDescribed: false,
  }
}

/** An author as `authors.yml` or the front matter describes them. `key` is the name that posts use for them. */
export function describedAuthor(entry: Record<string, unknown>, key?: string): Author {
  const name = text(entry.name) ?? text(entry.display_name) ?? key
  if (name === undefined) throw new Problem('an author has no name')
  const bio = [entry.title, entry.bio ?? entry.description, entry.url ?? entry.web].flatMap((part) => text(part) ?? [])
  return {
    username: usernameOf(key ?? name),
    fullName: fullNameOf(name),
    bio: bio.length > 0 ? bio.join('\n').slice(0, limits.bio).toWellFormed() : undefined,
    email: text(entry.email),
    isDescribed: true,
  }
}

/** A username for a name: `Joel Marcey` becomes `joel-marcey`. Letters of every script stay. */
export function usernameOf(name: string): string {
  const username = name
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/['’]|\p{Default_Ignorable_Code_Point}/gu, '')
    .replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}_]+/u, '')
  const short = [...username].slice(0, limits.username).join('').slice(0, limits.username).toWellFormed()
  const trimmed = short.replace(/[-\uFFFD]+$/, '')
  if (trimmed === '') throw new Problem(`the author "${name}" has no letter or digit to make a username of`)
  return trimmed
}

function fullNameOf(name: string): string {
  const fullName = name.trim().normalize('NFC')
  if (fullName.length > limits.fullName)
    throw new Problem(`the name of an author is longer than ${limits.fullName} characters`)
  return fullName
}

function text(value: unknown): string | undefined {
  const trimmed = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : ''
  return trimmed === '' ? undefined : trimmed
}
