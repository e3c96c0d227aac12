import type { Domain, DomainTables } from '@trellis/host/domain'
import type { OperatedDatabase, Store } from '@trellis/store'
import { addDatabaseCommands, databaseUrlOf, run } from '@trellis/store/cli'
import { Command } from 'commander'
import type { AnyRelations } from 'drizzle-orm'
import { type Layout, layoutOf } from './add/layout.ts'
import { addAddition } from './commands/add.ts'
import { addAdmin } from './commands/admin.ts'
import { addAudit } from './commands/audit.ts'
import { addBackups } from './commands/backups.ts'
import { addClient } from './commands/client.ts'
import { addDoctor } from './commands/doctor.ts'
import { addKeys } from './commands/keys.ts'
import { addTransfer } from './commands/transfer.ts'
import { addUsers } from './commands/users.ts'
import { addWebhooks } from './commands/webhooks.ts'
import { type Operation, refuseMissing } from './operation.ts'
import { countAll } from './play.ts'

export { userId } from './commands/users.ts'
export { withStore } from './operation.ts'

/** The parts of the commands of a domain. */
export interface Operated<Tables extends DomainTables, Relations extends AnyRelations> {
  readonly database: OperatedDatabase<Tables, Relations>
  /** Loads the domain. Its procedures take long to load, and most commands do not need them. */
  readonly load: () => Promise<Domain<Tables, Relations>>
  /** Puts rows into the database after a reset. */
  readonly fill?: (command: Command) => Promise<void>
  /** Reads a restored backup as clients would. Resolves to how many rows: by default every row is counted. */
  readonly play?: (store: Store<Tables, Relations>) => Promise<number>
  /** Adds commands of the domain. */
  readonly add?: (program: Command) => void
  /** The folder of the project, for `add table` and `add relation`; with a layout if it has another one than the template. */
  readonly project?: string | Layout
  /** Commands of the domain that create a database, or do without one. */
  readonly withoutDatabase?: readonly string[]
}

/** Runs the command line of the operators of a domain. */
export async function operate<Tables extends DomainTables, Relations extends AnyRelations>({
  database,
  load,
  fill,
  play,
  add,
  project,
  withoutDatabase = [],
}: Operated<Tables, Relations>): Promise<void> {
  const { name } = database
  const program = new Command(name)
    .description(`Operates a database: the one that DATABASE_URL names (default: file:./data/${name}.db).`)
    .option('--json', 'print the result as JSON')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText(
      'after',
      `
Exit status: 0 done, 1 failed, 2 done and problems were found.

Examples:
  ${name} migrate --plan
  ${name} doctor
  ${name} admin grant ada
  ${name} keys create importer --expires 90d
  ${name} backup --to /var/backups/${name}
  DATABASE_URL=<another database> ${name} import rows.jsonl.gz`,
    )
  addDatabaseCommands(program, database, fill && { fill })
  const operation: Operation = { name, database, url: databaseUrlOf(name), load, play: play ?? countAll }
  const commands = [addDoctor, addAdmin, addKeys, addUsers, addWebhooks, addAudit, addBackups, addTransfer, addClient]
  for (const addTo of commands) addTo(program, operation)
  if (project) addAddition(program, load, typeof project === 'string' ? layoutOf(project) : project)
  add?.(program)

  const free = 'migrate reset restore import generate studio drill client add'.split(' ').concat(withoutDatabase)
  program.hook('preAction', ({ args: [command = ''] }) => {
    if (!free.includes(command)) refuseMissing(operation)
  })
  await run(program)
}
