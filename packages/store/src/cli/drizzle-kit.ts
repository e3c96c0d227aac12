import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { AnyRelations } from 'drizzle-orm'
import type { OperatedDatabase } from '../define-database.ts'
import { dialectOf, dialects } from '../dialects/index.ts'
import type { AnyTables } from '../store.ts'
import { databaseUrlOf } from './program.ts'

/** drizzle-kit beside the folder of the migrations, where `drizzle.config.ts` is too. */
const kitOf = (migrations: string) => join(migrations, '../node_modules/drizzle-kit/bin.cjs')

async function drizzleKit(migrations: string, url: string, args: string[]): Promise<void> {
  const child = spawn(process.execPath, [kitOf(migrations), ...args, '--config', 'drizzle.config.ts'], {
    cwd: join(migrations, '..'),
    stdio: 'inherit',
    env: { ...process.env, DATABASE_URL: url },
  })
  // Ctrl-C signals both processes. This forwards a signal that was sent to this process only.
  process.once('SIGTERM', () => child.kill())
  const [status] = await once(child, 'close')
  if (status) process.exitCode = Number(status)
}

/** Writes the migrations of both engines into a folder: it compares the tables with the newest snapshot. */
export async function generateMigrations(migrations: string, args: string[]): Promise<void> {
  for (const { noDatabase } of Object.values(dialects)) {
    await drizzleKit(migrations, noDatabase, ['generate', ...args])
    if (process.exitCode) return
  }
}

/**
 * Adds `generate` and `studio` if drizzle-kit is installed. It is a development dependency, which a release does not
 * have.
 */
export function addDrizzleKitCommands<Tables extends AnyTables, Relations extends AnyRelations>(
  program: Command,
  { name, migrations }: OperatedDatabase<Tables, Relations>,
): void {
  if (!existsSync(kitOf(migrations))) return
  program
    .command('generate')
    .description('write the migrations of both engines after a change of the tables')
    .option('--name <name>', 'what the migrations are called')
    .option('--hints <json>', 'without a terminal: whether tables and columns are new or renamed, as drizzle-kit asks')
    .action((options: { name?: string; hints?: string }) =>
      generateMigrations(
        migrations,
        Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]),
      ),
    )
  program
    .command('studio')
    .description('open the tables in the browser, with Drizzle Studio')
    .action(async () => {
      const url = databaseUrlOf(name)
      await drizzleKit(migrations, await dialectOf(url).kitUrl(url), ['studio', '--host', '127.0.0.1'])
    })
}
