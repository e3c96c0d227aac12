import { createInterface } from 'node:readline/promises'
import { dialectOf } from '../dialects/index.ts'

/**
 * Asks for the name of a database on a server before its rows are removed: DATABASE_URL may still name another one than
 * the operator has in mind. A local file needs no confirmation.
 *
 * @throws if the name is another one, or is missing without a terminal.
 */
export async function confirmName(url: string, given: string | undefined): Promise<void> {
  const name = await dialectOf(url).databaseName(url)
  if (name === undefined) return
  const confirmed = given ?? (await ask(`This removes all rows of the database ${name}. Its name: `))
  if (confirmed === undefined)
    throw new Error(`This removes all rows of the database ${name}. Confirm with --confirm ${name}.`)
  if (confirmed !== name) throw new Error(`The database is ${name}, not ${confirmed}. Nothing was removed.`)
}

/** The answer to a question, if a person is at a terminal. */
async function ask(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await terminal.question(question)).trim()
  } finally {
    terminal.close()
  }
}
