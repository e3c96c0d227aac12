import { print } from '@trellis/store/cli'
import { type AuditFilter, readAuditTrail } from '@trellis/store/operations'
import type { Command } from 'commander'
import { past, positive } from '../arguments.ts'
import { type Operation, withStore } from '../operation.ts'

/** The command `audit`. */
export function addAudit(program: Command, operation: Operation): void {
  const { name } = operation
  program
    .command('audit')
    .description('the newest changes by services and admins, and events of sign-in')
    .option('--caller <caller>', 'only by this caller: service:importer, user:1, anyone')
    .option('--procedure <name>', 'only this procedure or event: books.delete, auth.sign-in')
    .option('--since <when>', 'only since a date such as 2027-01-31, or a number of days such as 7d', past)
    .option('--limit <number>', 'how many', positive, 50)
    .addHelpText(
      'after',
      `
Each line has the time, the caller, the procedure, the ids that were named, and the id of the request, which the log
lines of the request have too.

Examples:
  ${name} audit --caller service:importer --since 1d
  ${name} audit --procedure auth.sign-in-failed --limit 1000 --json`,
    )
    .action(async (filter: AuditFilter, command: Command) => {
      const events = await withStore(operation.database, ({ read }) => readAuditTrail(read, filter))
      const lines = events.map(({ createdAt, caller, procedure, keys, requestId }) =>
        [createdAt, caller, procedure, JSON.stringify(keys), requestId ?? ''].join('\t'),
      )
      print(command, { events }, lines.join('\n') || 'There are no such events.')
    })
}
