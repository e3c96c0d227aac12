import { print, shownUrlOf } from '@trellis/store/cli'
import type { Command } from 'commander'
import { exportRows } from '../export-rows.ts'
import { importRows } from '../import-rows.ts'
import type { Operation } from '../operation.ts'
import { progress } from '../progress.ts'

/** The commands `export` and `import`. */
export function addTransfer(program: Command, operation: Operation): void {
  const { name } = operation
  program
    .command('export <file>')
    .description('write every row of every table as JSON Lines; compressed if the name ends in .gz')
    .addHelpText('after', `\nExample:\n  ${name} export rows.jsonl.gz`)
    .action(async (file: string, _: unknown, command: Command) => {
      const rows = await exportRows(operation.database, operation.url, file, progress('export'))
      print(command, { rows, file }, `Wrote ${rows} rows to ${file}`)
    })
  program
    .command('import <file>')
    .description('import the file of an export into an empty database of either engine')
    .addHelpText(
      'after',
      `\nExample: from one engine to the other\n  ${name} export rows.jsonl.gz\n  DATABASE_URL=<another database> ${name} import rows.jsonl.gz`,
    )
    .action(async (file: string, _: unknown, command: Command) => {
      await operation.database.migrate(operation.url)
      const rows = await importRows(operation.database, operation.url, file, progress('import'))
      print(command, { rows }, `${shownUrlOf(operation.name)} has ${rows} rows from ${file}`)
    })
}
