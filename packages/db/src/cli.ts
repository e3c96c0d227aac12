import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { dialectOf, reset } from '@trellis/store'
import { Command } from 'commander'
import { migrate, openStore, seed } from './index.ts'

const url = process.env.DATABASE_URL || 'file:./data/trellis.db'
const production = process.env.NODE_ENV === 'production'
/** The database as it may be shown: without its password. */
const shown = url.replace(/:\/\/([^@/]*)@/, '://')

const program = new Command('trellis-db').description(
  'Looks after the database that DATABASE_URL names (default: file:./data/trellis.db).',
)

program
  .command('migrate')
  .description('bring the database to the current schema; makes the file if there is none')
  .action(async () => {
    await migrate(url)
    console.log(`${shown} has the current schema`)
  })

program
  .command('seed')
  .description('migrate, and fill an empty database with the demo blog')
  .option('--force', 'in production, too: everybody knows the password of the demo admin')
  .action(async ({ force }: { force?: true }) => {
    if (production && !force) throw new Error('This is production. Demo data goes there with --force only.')
    await migrate(url)
    await fill()
  })

program
  .command('reset')
  .description('remove everything from the database, then migrate and seed')
  .option('--force', 'in production, too')
  .action(async ({ force }: { force?: true }) => {
    if (production && !force) throw new Error('This is production. What is there is removed with --force only.')
    await reset(url)
    await migrate(url)
    await fill()
  })

program
  .command('studio')
  .description('look at the tables in the browser, with Drizzle Studio')
  .action(async () => {
    const config = `src/dialects/${dialectOf(url)}/drizzle.config.ts`
    const cwd = fileURLToPath(new URL('..', import.meta.url))
    const studio = spawn(
      process.execPath,
      ['node_modules/drizzle-kit/bin.cjs', 'studio', '--config', config, '--host', '127.0.0.1'],
      {
        cwd,
        stdio: 'inherit',
        env: { ...process.env, DATABASE_URL: url.replace(/^file:(?!\/)/, `file:${process.cwd()}/`) },
      },
    )
    // Ctrl-C reaches both processes; this is for who ends only the one they started.
    process.once('SIGTERM', () => studio.kill())
    const [status] = await once(studio, 'close')
    process.exitCode = Number(status ?? 0)
  })

async function fill(): Promise<void> {
  const store = openStore({ url })
  try {
    const { seeded, signIn } = await seed(store)
    if (!seeded) console.log(`${shown} is not empty: nothing was changed`)
    else console.log(`${shown} has the demo blog: sign in as ${signIn.username} with the password ${signIn.password}`)
  } finally {
    await store.close()
  }
}

/** The first line of the error at the bottom: those around it tell of queries and drivers. */
function explain(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error && !error.message.endsWith('.'))
    return explain(error.cause)
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}

program.parseAsync().catch((error: unknown) => {
  console.error(explain(error))
  process.exitCode = 1
})
