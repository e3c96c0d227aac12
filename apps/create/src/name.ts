import { basename } from 'node:path'
import { Refusal } from './refusal.ts'

/** The names of a project. */
export interface Name {
  /** Of its package: `tide-tables`. */
  readonly package: string
  /** Of its database, commands, metrics and keys: `tidetables`. */
  readonly domain: string
  /** For people: `Tide Tables`. */
  readonly product: string
}

/**
 * The names of the project in a folder.
 *
 * @throws Refusal if the given name, or without one the name of the folder, is not one of a package.
 */
export function nameOf(folder: string, given?: string): Name {
  const name =
    given ??
    basename(folder)
      .toLowerCase()
      .replace(/[\s_.]+/g, '-')
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 40) {
    const example = 'Use lower-case letters, digits and single dashes, at most 40: --name tide-tables'
    throw new Refusal(`"${given ?? basename(folder)}" is not a name for a project. ${example}`)
  }
  const words = name.split('-')
  return {
    package: name,
    domain: words.join(''),
    product: words.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`).join(' '),
  }
}
