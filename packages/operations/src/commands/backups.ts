import { backupsIn } from '@trellis/host/backups'
import type { IdentityStore } from '@trellis/identity/tables'
import { print, shownUrlOf } from '@trellis/store/cli'
import type { Command } from 'commander'
import { positive } from '../arguments.ts'
import { backup, restore, restoreBeside } from '../backups.ts'
import { examine } from '../examine.ts'
import { asText } from '../finding.ts'
import { type Operation, withStore } from '../operation.ts'
import { lastWriteIn } from '../play.ts'
import { progress } from '../progress.ts'

/** The folder of backups, from the option or from BACKUP_DIR. */
function backupFolder(given: string | undefined): string {
  const folder = given ?? process.env.BACKUP_DIR
  if (!folder) throw new Error('Name the folder of backups: --to FOLDER, or BACKUP_DIR.')
  return folder
}

/** The commands `backup`, `restore` and `drill`. */
export function addBackups(program: Command, operation: Operation): void {
  const { name, database, url } = operation
  program
    .command('backup')
    .description('back the database up while it is in use, and verify the backup')
    .option('--to <folder>', 'the folder of backups; default: BACKUP_DIR')
    .option('--keep <number>', 'keep this many of the newest backups, and delete the others', positive)
    .addHelpText('after', `\nExample:\n  ${name} backup --to /var/backups/${name} --keep 14`)
    .action(async ({ to, keep }: { to?: string; keep?: number }, command: Command) => {
      const made = await backup(database, url, backupFolder(to), { keep, onProgress: progress('backup') })
      print(command, made, `${made.file} (${made.bytes} bytes) is complete and was verified`)
    })
  program
    .command('restore <file>')
    .description('restore the database from a backup')
    .option('--force', 'replace the database that is there; stop the servers first')
    .addHelpText(
      'after',
      `\nExample:\n  ${name} restore /var/backups/${name}/${name}-2026-11-24T03-00-00-000Z.db.gz --force`,
    )
    .action(async (file: string, { force }: { force?: true }, command: Command) => {
      await restore(database, url, file, { force: force ?? false })
      print(command, { restored: file }, `${shownUrlOf(name)} was restored from ${file}`)
    })
  program
    .command('drill')
    .description('restore the newest backup beside the database, check it, read from it, and remove it again')
    .option('--from <folder>', 'the folder of backups; default: BACKUP_DIR')
    .action(async ({ from }: { from?: string }, command: Command) => {
      const folder = backupFolder(from)
      const [file] = backupsIn(folder, name)
      if (!file) throw new Error(`There is no backup in ${folder}.`)
      const restored = await restoreBeside(database, url, file)
      try {
        const findings = await examine(operation, restored.url)
        const read = (store: IdentityStore) => Promise.all([operation.play(store), lastWriteIn(store)])
        const [rows, lastWrite] = await withStore(database, read, restored.url)
        const age = lastWrite ? `${Math.round((Date.now() - lastWrite.getTime()) / 1000)} s` : 'unknown: it has no rows'
        const text = `${asText(findings)}\nread ${rows} rows\nAge of the last write in ${file}: ${age}`
        print(command, { file, findings, rows, lastWrite }, text)
        if (findings.some(({ ok }) => !ok)) process.exitCode = 2
      } finally {
        await restored.remove()
      }
    })
}
