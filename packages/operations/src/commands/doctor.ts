import { print } from '@trellis/store/cli'
import type { Command } from 'commander'
import { examine } from '../examine.ts'
import { asText } from '../finding.ts'
import { type Operation, withStore } from '../operation.ts'

/** The command `doctor`. */
export function addDoctor(program: Command, operation: Operation): void {
  program
    .command('doctor')
    .description('check the database, its settings and the disk; say what to do')
    .option('--fix', 'set counters that are wrong')
    .action(async ({ fix }: { fix?: true }, command: Command) => {
      if (fix)
        await withStore(operation.database, (store) =>
          store.write((connection) => operation.database.recount(connection)),
        )
      const findings = await examine(operation, operation.url)
      print(command, { findings }, asText(findings))
      if (findings.some(({ ok }) => !ok)) process.exitCode = 2
    })
}
