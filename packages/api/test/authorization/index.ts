import { globSync } from 'node:fs'
import type { Row } from './world.ts'

const nouns = globSync('!(index|world).ts', { cwd: import.meta.dirname }).sort()
const rows = nouns.map(async (file): Promise<Row[]> => {
  const noun: { authorization: Row[] } = await import(`${import.meta.dirname}/${file}`)
  return noun.authorization
})

/**
 * Who may call what: a row for every procedure, and one for each call whose outcome depends on its input too. Database
 * rows that several callers may change belong to `self`. Each file of this folder has the rows of one noun.
 */
export const authorization: Row[] = (await Promise.all(rows)).flat()
