import { print, shownUrlOf } from '@trellis/store/cli'
import type { Command } from 'commander'
import { restore } from '../backups.ts'
import type { Operation } from '../operation.ts'

/** The command `restore`. */
export function addRestore(program: Command, operation: Operation): void {
  const { name } = operation
  program
    .command('restore <file>')
    .description('restore the database from a backup')
    .option('--force', 'replace the database that is there; stop the servers first')
    .addHelpText(
      'after',
      `\nExample:\n  ${name} restore /var/backups/${name}/${name}-2026-11-24T03-00-00-000Z.db.gz --force`,
    )
    .action(async (file: string, { force }: { force?: true }, command: Command) => {
      await restore(operation.database, operation.url, file, { force: force ?? false })
      print(command, { restored: file }, `${shownUrlOf(operation.name)} was restored from ${file}`)
    })
}
