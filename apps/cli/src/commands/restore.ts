import { restore } from '@trellis/db'
import { databaseUrl, print, shownUrl } from '@trellis/store/cli'
import type { Command } from 'commander'

/** `trellis restore` */
export function addRestore(program: Command): void {
  program
    .command('restore <file>')
    .description('restore the database from a backup')
    .option('--force', 'replace the database that is there; stop the servers first')
    .addHelpText(
      'after',
      '\nExample:\n  trellis restore /var/backups/trellis/trellis-2026-11-24T03-00-00-000Z.db.gz --force',
    )
    .action(async (file: string, { force }: { force?: true }, command: Command) => {
      await restore(databaseUrl, file, { force: force ?? false })
      print(command, { restored: file }, `${shownUrl} was restored from ${file}`)
    })
}
