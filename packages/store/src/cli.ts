import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { Command } from 'commander'
import type { AnyRelations } from 'drizzle-orm'
import type { DomainDatabase } from './define-database.ts'
import { type Dialect, dialectOf } from './dialects/dialect.ts'
import { absolute, reset } from './dialects/index.ts'
import type { AnyTables } from './store.ts'

/** What the command line of a domain needs to know. */
export interface CommandOptions {
  /** Where `drizzle.config.ts` and drizzle-kit are. */
  folder: string
  /** Puts rows into the database after a reset. */
  fill?: () => Promise<void>
}

/** The database that `DATABASE_URL` names. */
export const databaseUrl = process.env.DATABASE_URL || 'file:./data/trellis.db'
/** The same as it may be shown: without its password. */
export const shownUrl = databaseUrl.replace(/:\/\/([^@/]*)@/, '://')

/** In production, what removes or adds rows needs `--force`. */
export function refuseInProduction(force: true | undefined, message: string): void {
  if (process.env.NODE_ENV === 'production' && !force) throw new Error(`This is production. ${message}`)
}

/** The commands that every domain has: migrate, reset, generate, studio. */
export function databaseCommands<Tables extends AnyTables, Relations extends AnyRelations>(
  { name, migrate }: DomainDatabase<Tables, Relations>,
  { folder, fill = async () => {} }: CommandOptions,
): Command {
  const program = new Command(`${name}-db`).description(
    'Looks after the database that DATABASE_URL names (default: file:./data/trellis.db).',
  )
  program
    .command('migrate')
    .description('bring the database to the current schema; makes the file if there is none')
    .action(async () => {
      await migrate(databaseUrl)
      console.log(`${shownUrl} has the current schema`)
    })
  program
    .command('reset')
    .description('remove everything from the database, then migrate and fill it again')
    .option('--force', 'in production, too')
    .action(async ({ force }: { force?: true }) => {
      refuseInProduction(force, 'What is there is removed with --force only.')
      await reset(databaseUrl)
      await migrate(databaseUrl)
      await fill()
    })
  program
    .command('generate')
    .description('write the migrations of both engines after a change of the tables')
    .option('--name <name>', 'what the migrations are called')
    .action(async ({ name }: { name?: string }) => {
      const urls: Record<Dialect, string> = { sqlite: 'file:./none.db', postgres: 'postgres://127.0.0.1/none' }
      for (const url of Object.values(urls))
        await drizzleKit(folder, url, ['generate', ...(name ? ['--name', name] : [])])
    })
  program
    .command('studio')
    .description('look at the tables in the browser, with Drizzle Studio')
    .action(() => {
      const url = dialectOf(databaseUrl) === 'sqlite' ? absolute(databaseUrl) : databaseUrl
      return drizzleKit(folder, url, ['studio', '--host', '127.0.0.1'])
    })
  return program
}

/** Runs the command line. What cannot be done is one line on the standard error, and exit status 1. */
export async function run(program: Command): Promise<void> {
  try {
    await program.parseAsync()
  } catch (error) {
    console.error(explain(error))
    process.exitCode = 1
  }
}

async function drizzleKit(folder: string, url: string, args: string[]): Promise<void> {
  const kit = join(folder, 'node_modules/drizzle-kit/bin.cjs')
  const child = spawn(process.execPath, [kit, ...args, '--config', 'drizzle.config.ts'], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: url },
  })
  // Ctrl-C reaches both processes; this is for who ends only the one they started.
  process.once('SIGTERM', () => child.kill())
  const [status] = await once(child, 'close')
  if (status) process.exitCode = Number(status)
}

/** The first line of the error at the bottom: those around it tell of queries and drivers. */
function explain(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return explain(error.errors[0])
  if (error instanceof Error && error.cause instanceof Error && !/\.$|^Migration /.test(error.message))
    return explain(error.cause)
  return String(error instanceof Error ? error.message : error).split('\n')[0] ?? ''
}
