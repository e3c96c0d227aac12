import { Command } from 'commander'
import { addAdmin } from './commands/admin.ts'
import { addBackup } from './commands/backup.ts'
import { addDoctor } from './commands/doctor.ts'
import { addDrill } from './commands/drill.ts'
import { addMigrate } from './commands/migrate.ts'
import { addRestore } from './commands/restore.ts'
import { addSeed } from './commands/seed.ts'
import { addTransfer } from './commands/transfer.ts'
import { addUsers } from './commands/users.ts'
import { explain } from './explain.ts'

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
  trellis backup --to /var/backups/trellis
  DATABASE_URL=postgres://localhost/trellis trellis import rows.jsonl.gz`,
  )

const commands = [addMigrate, addSeed, addDoctor, addAdmin, addUsers, addBackup, addRestore, addDrill, addTransfer]
for (const add of commands) add(program)

program.parseAsync().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = 1
})
