import { backupsIn } from '@trellis/host/backups'
import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { restoreBeside } from '../backups.ts'
import { examine } from '../examine.ts'
import { asText } from '../finding.ts'
import { type Operation, withStore } from '../operation.ts'
import { backupFolder } from './backup.ts'

/** The command `drill`. */
export function addDrill(program: Command, operation: Operation): void {
  const { name } = operation
  program
    .command('drill')
    .description('restore the newest backup beside the database, check it, read from it, and remove it again')
    .option('--from <folder>', 'the folder of backups; default: BACKUP_DIR')
    .action(async ({ from }: { from?: string }, command: Command) => {
      const folder = backupFolder(from)
      const [file] = backupsIn(folder, name)
      if (!file) throw new Error(`There is no backup in ${folder}.`)
      const restored = await restoreBeside(operation.database, operation.url, file)
      try {
        const findings = await examine(operation, restored.url)
        const { rows, lastWrite } = await withStore(operation.database, operation.play, restored.url)
        const age = lastWrite ? `${Math.round((Date.now() - lastWrite.getTime()) / 1000)} s` : 'unknown: it has no rows'
        const text = `${asText(findings)}\nread ${rows} rows\nAge of the last write in ${file}: ${age}`
        print(command, { file, findings, rows, lastWrite }, text)
        if (findings.some(({ ok }) => !ok)) process.exitCode = 2
      } finally {
        await restored.remove()
      }
    })
}
