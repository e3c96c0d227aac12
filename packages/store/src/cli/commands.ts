import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import type { AnyRelations } from 'drizzle-orm'
import type { OperatedDatabase } from '../define-database.ts'
import { dialectOf } from '../dialects/index.ts'
import type { AnyTables } from '../store.ts'
import { addDrizzleKitCommands } from './drizzle-kit.ts'
import { databaseUrlOf, print, refuseInProduction, shownUrlOf } from './program.ts'

/** The parts of the command line that a domain defines. */
export interface CommandOptions {
  /** Puts rows into the database after a reset. */
  fill?: (command: Command) => Promise<void>
}

/**
 * Adds the commands of every domain: `migrate` and `reset`, and if drizzle-kit is installed, `generate` and `studio`.
 * With `--json` in the options of the program, they print JSON.
 */
export function addDatabaseCommands<Tables extends AnyTables, Relations extends AnyRelations>(
  program: Command,
  database: OperatedDatabase<Tables, Relations>,
  { fill = async () => {} }: CommandOptions = {},
): void {
  program
    .command('migrate')
    .description('migrate the database to the current schema; creates the file if it does not exist')
    .option('--plan', 'only list what would run, with warnings about locks and loss of data')
    .action(async ({ plan }: { plan?: true }, command: Command) => {
      const pending = await database.pendingMigrations(databaseUrlOf(database.name))
      const migrations = pending.map(({ name, statements }) => ({ name, statements, warnings: warningsOf(statements) }))
      if (!plan) {
        await database.migrate(databaseUrlOf(database.name))
        print(
          command,
          { migrated: migrations.map(({ name }) => name) },
          `${shownUrlOf(database.name)} has the current schema`,
        )
        return
      }
      const lines = migrations.flatMap(({ name, statements, warnings }) => [
        `${name}: ${statements.length} statements`,
        ...warnings.map((warning) => `  warning: ${warning}`),
      ])
      print(command, { pending: migrations }, lines.join('\n') || 'Nothing to do: the schema is current')
      if (migrations.some(({ warnings }) => warnings.length > 0)) process.exitCode = 2
    })
  program
    .command('reset')
    .description('remove all tables and rows, then migrate and fill the database again')
    .option('--force', 'in production, too')
    .option('--confirm <name>', 'the name of the database, if it is on a server; asked for at a terminal')
    .action(async ({ force, confirm }: { force?: true; confirm?: string }, command: Command) => {
      refuseInProduction(force, 'Reset removes all rows, with --force only.')
      await confirmName(databaseUrlOf(database.name), confirm)
      await dialectOf(databaseUrlOf(database.name)).reset(databaseUrlOf(database.name))
      await database.migrate(databaseUrlOf(database.name))
      await fill(command)
    })
  addDrizzleKitCommands(program, database)
}

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

/** Warnings about statements that lose data or hold locks for long, by a pattern of the statement. */
const RISKS: [RegExp, string][] = [
  [/\bdrop table\b(?!.*__new_)/is, 'removes a table and its rows'],
  [/\bdrop column\b/i, 'removes a column and what is in it; the old release cannot run beside the new one'],
  [/\balter column\b.*\btype\b/is, 'rewrites the table; nobody can read or write it meanwhile'],
  [/\balter column\b.*\bset not null\b/is, 'reads the whole table; nobody can write it meanwhile'],
  // SQLite's statement has no word COLUMN.
  [
    /\badd (column )?["`](?!.*\bdefault\b(?!["`])).*\bnot null\b/is,
    'adds a required column without a default; fails if the table has rows, and the old release cannot insert any',
  ],
  [/\bcreate (unique )?index\b(?!.*\bconcurrently\b)/is, 'builds an index; nobody can write the table meanwhile'],
  [/\brename (column|to)\b/i, 'renames; the old release cannot run beside the new one'],
  [/__new_/, 'copies a table into a new one; on a large table this takes long'],
]

/** The warnings for the statements of a migration, each once. */
export function warningsOf(statements: readonly string[]): string[] {
  const found = statements.flatMap((statement) => {
    const [subject = ''] = /["`](?:__new_)?(\w+)["`]/.exec(statement)?.slice(1) ?? []
    return RISKS.filter(([pattern]) => pattern.test(statement)).map(([, risk]) => `${subject}: ${risk}`)
  })
  return [...new Set(found)]
}
