import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { positive } from '../arguments.ts'
import { backup } from '../backups.ts'
import type { Operation } from '../operation.ts'
import { progress } from '../progress.ts'

/** The folder of backups, from the option or from BACKUP_DIR. */
export function backupFolder(given: string | undefined): string {
  const folder = given ?? process.env.BACKUP_DIR
  if (!folder) throw new Error('Name the folder of backups: --to FOLDER, or BACKUP_DIR.')
  return folder
}

/** The command `backup`. */
export function addBackup(program: Command, operation: Operation): void {
  const { name } = operation
  program
    .command('backup')
    .description('back the database up while it is in use, and verify the backup')
    .option('--to <folder>', 'the folder of backups; default: BACKUP_DIR')
    .option('--keep <number>', 'keep this many of the newest backups, and delete the others', positive)
    .addHelpText('after', `\nExample:\n  ${name} backup --to /var/backups/${name} --keep 14`)
    .action(async ({ to, keep }: { to?: string; keep?: number }, command: Command) => {
      const folder = backupFolder(to)
      const made = await backup(operation.database, operation.url, folder, {
        keep,
        onProgress: progress('backup'),
      })
      print(command, made, `${made.file} (${made.bytes} bytes) is complete and was verified`)
    })
}
