import { basename, dirname } from 'node:path'
import { Problem } from '../problem.ts'

/** Names of folders that many blogs have. */
const GENERIC = new Set(
  '_drafts _posts articles blog blogs content contents data docs en news pages post posts site src web website www'.split(
    ' ',
  ),
)

/**
 * The name of the blog in a folder, by which later imports recognise its posts: the name of the folder. If that is one
 * that many blogs have, the folders around it come first: `acme/website/blog` is `acme-website-blog`.
 */
export function sourceOf(folder: string): string {
  const name = clean(basename(folder))
  const parent = dirname(folder)
  if (!GENERIC.has(name.toLowerCase()) || parent === dirname(parent)) return name || 'blog'
  return `${sourceOf(parent)}-${name.replace(/^_/, '')}`
}

/** A name given for it. @throws Problem if it cannot be part of a key. */
export function checkedSource(name: string): string {
  if (name !== clean(name) || name === '' || name.length > 100) {
    throw new Problem(`--source "${name}" is not a name: use up to 100 letters, digits, dots, dashes and underscores`)
  }
  return name
}

function clean(name: string): string {
  return name.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
}
