import { migrate, pendingMigrations } from '@trellis/db'
import type { Command } from 'commander'
import { shown, url } from '../database.ts'
import { warningsOf } from '../migration-warnings.ts'
import { print } from '../output.ts'

/** `trellis migrate` */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('bring the database to the current schema; makes the file if there is none')
    .option('--plan', 'only list what would run, with warnings about locks and loss of data')
    .addHelpText('after', '\nExamples:\n  trellis migrate --plan\n  trellis migrate')
    .action(async ({ plan }: { plan?: true }, command: Command) => {
      const pending = await pendingMigrations(url)
      const migrations = pending.map(({ name, statements }) => ({ name, statements, warnings: warningsOf(statements) }))
      if (!plan) {
        await migrate(url)
        print(command, { migrated: migrations.map(({ name }) => name) }, `${shown} has the current schema`)
        return
      }
      const lines = migrations.flatMap(({ name, statements, warnings }) => [
        `${name}: ${statements.length} statements`,
        ...warnings.map((warning) => `  warning: ${warning}`),
      ])
      print(command, { pending: migrations }, lines.join('\n') || 'Nothing to do: the schema is current')
      if (migrations.some(({ warnings }) => warnings.length > 0)) process.exitCode = 2
    })
}
