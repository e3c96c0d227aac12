import { database } from '@trellis/db'
import { addDatabaseCommands, run } from '@trellis/store/cli'
import { Command } from 'commander'
import { addAdmin } from './commands/admin.ts'
import { addAudit } from './commands/audit.ts'
import { addBackup } from './commands/backup.ts'
import { addDoctor } from './commands/doctor.ts'
import { addDrill } from './commands/drill.ts'
import { addKeys } from './commands/keys.ts'
import { addRestore } from './commands/restore.ts'
import { addSeed, fillWithDemo } from './commands/seed.ts'
import { addTransfer } from './commands/transfer.ts'
import { addUsers } from './commands/users.ts'
import { refuseMissing } from './database.ts'

const program = new Command('trellis')
  .description('Operates a Trellis database: the one that DATABASE_URL names (default: file:./data/trellis.db).')
  .option('--json', 'print the result as JSON')
  .configureHelp({ showGlobalOptions: true })
  .addHelpText(
    'after',
    `
Exit status: 0 done, 1 failed, 2 done and problems were found.

Examples:
  trellis migrate --plan
  trellis doctor
  trellis admin grant ada
  trellis keys create importer --expires 90d
  trellis backup --to /var/backups/trellis
  DATABASE_URL=postgres://localhost/trellis trellis import rows.jsonl.gz`,
  )

addDatabaseCommands(program, database, { fill: fillWithDemo })
const commands = [
  addSeed,
  addDoctor,
  addAdmin,
  addKeys,
  addUsers,
  addAudit,
  addBackup,
  addRestore,
  addDrill,
  addTransfer,
]
for (const add of commands) add(program)

/** Commands that create a database, or need none. */
const withoutDatabase = ['migrate', 'reset', 'seed', 'restore', 'import', 'generate', 'studio', 'drill']
program.hook('preAction', ({ args: [command = ''] }) => {
  if (!withoutDatabase.includes(command)) refuseMissing()
})

await run(program)
