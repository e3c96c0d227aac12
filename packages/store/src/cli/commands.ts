import type { Command } from 'commander'
import type { AnyRelations } from 'drizzle-orm'
import type { OperatedDatabase } from '../define-database.ts'
import { dialectOf } from '../dialects/index.ts'
import type { AnyTables } from '../store.ts'
import { confirmName } from './confirmation.ts'
import { addDrizzleKitCommands } from './drizzle-kit.ts'
import { databaseUrlOf, refuseInProduction, shownUrlOf } from './environment.ts'
import { warningsOf } from './migration-warnings.ts'
import { print } from './output.ts'

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
