import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type Finding, findingOf, Problem, problemOf } from '../problem.ts'

/** The Markdown files of a blog, by their paths in its folder, with `/` between the parts. */
export interface MarkdownFiles {
  paths: string[]
  /** The files and folders that could not be read. */
  failures: Finding[]
}

/** Folders of Jekyll that have posts although their name starts with `_`. */
const POST_FOLDERS = new Set(['_posts', '_drafts'])

/**
 * Finds the Markdown files in a folder, in the order of their names. A name with a dot or an underscore at its start is left
 * out, as all the generators do (partials, section pages, includes), and so is a README.
 */
export async function findMarkdown(folder: string): Promise<MarkdownFiles> {
  const found: MarkdownFiles = { paths: [], failures: [] }
  const visited = new Set<string>()
  const root = await realpath(folder)

  /** `above` are the real paths of the folders on the way here. */
  async function visit(path: string, above: string[]): Promise<void> {
    const real = await realpath(join(folder, path))
    if (above.includes(real)) throw new Problem('a symbolic link to a folder that it is in: a loop')
    // A folder that is reached in two ways is read once.
    if (visited.has(real)) return
    visited.add(real)
    const entries = await readdir(real, { withFileTypes: true })
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const inner = path === '' ? entry.name : `${path}/${entry.name}`
      try {
        const kind = await kindOf(entry, join(folder, inner))
        if (!(kind === 'folder' ? isWalked(entry.name) : kind === 'file' && isPost(entry.name))) continue
        if (entry.isSymbolicLink()) await expectInside(root, join(folder, inner))
        if (kind === 'folder') await visit(inner, [...above, real])
        else found.paths.push(inner)
      } catch (error) {
        found.failures.push(findingOf(inner, problemOf(error)))
      }
    }
  }

  await visit('', [])
  return found
}

/** A blog of somebody else must not publish other files of the machine. */
async function expectInside(root: string, path: string): Promise<void> {
  const real = await realpath(path)
  if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep)) {
    throw new Problem('a symbolic link that leads out of the folder')
  }
}

async function kindOf(entry: Dirent, path: string): Promise<'file' | 'folder' | 'other'> {
  // A link counts as its target. A broken one is an error only if it would have been a post.
  const target = entry.isSymbolicLink()
    ? await stat(path).catch((error: unknown) => ignoreUnlessPost(entry, error))
    : entry
  if (!target) return 'other'
  if (target.isDirectory()) return 'folder'
  return target.isFile() ? 'file' : 'other'
}

function ignoreUnlessPost(entry: Dirent, error: unknown): undefined {
  // A link to itself may have been meant as a folder of posts.
  if (isPost(entry.name) || (error instanceof Error && 'code' in error && error.code === 'ELOOP')) throw error
}

function isWalked(name: string): boolean {
  return POST_FOLDERS.has(name) || !(name.startsWith('.') || name.startsWith('_') || name === 'node_modules')
}

function isPost(name: string): boolean {
  return /\.(md|mdx|markdown)$/i.test(name) && !/^([._]|readme\.)/i.test(name)
}
