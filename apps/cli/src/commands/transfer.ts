import { exportRows, importRows, migrate } from '@trellis/db'
import { databaseUrl, print, shownUrl } from '@trellis/store/cli'
import type { Command } from 'commander'
import { progress } from '../progress.ts'

/** `trellis export` and `trellis import` */
export function addTransfer(program: Command): void {
  program
    .command('export <file>')
    .description('write every row of every table as JSON Lines; compressed if the name ends in .gz')
    .addHelpText('after', '\nExample:\n  trellis export rows.jsonl.gz')
    .action(async (file: string, _: unknown, command: Command) => {
      const rows = await exportRows(databaseUrl, file, progress('export'))
      print(command, { rows, file }, `Wrote ${rows} rows to ${file}`)
    })
  program
    .command('import <file>')
    .description('import the file of an export into an empty database of either engine')
    .addHelpText(
      'after',
      '\nExample: from SQLite to PostgreSQL\n  trellis export rows.jsonl.gz\n  DATABASE_URL=postgres://localhost/trellis trellis import rows.jsonl.gz',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      await migrate(databaseUrl)
      const rows = await importRows(databaseUrl, file, progress('import'))
      print(command, { rows }, `${shownUrl} has ${rows} rows from ${file}`)
    })
}
