import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const storeFolder = fileURLToPath(new URL('..', import.meta.url))
const drizzleKit = (url: string, ...args: string[]) =>
  promisify(execFile)(process.execPath, ['node_modules/drizzle-kit/bin.cjs', ...args], {
    cwd: storeFolder,
    env: { ...process.env, DATABASE_URL: url },
  })

/**
 * Lets drizzle-kit compare the tables of a configuration with a copy of their migrations. Returns the SQL of the
 * migrations that it adds.
 */
export async function generateMigration(config: string, url: string, migrations: string, out: string): Promise<string> {
  cpSync(migrations, out, { recursive: true })
  const before = new Set(readdirSync(out))
  const copy = join(out, 'drizzle.config.ts')
  writeFileSync(
    copy,
    `import config from ${JSON.stringify(config)}
    export default { ...config, out: ${JSON.stringify(out)} }`,
  )
  await drizzleKit(url, 'generate', '--config', copy)
  const added = readdirSync(out).filter((name) => name !== 'drizzle.config.ts' && !before.has(name))
  return added.map((name) => readFileSync(join(out, name, 'migration.sql'), 'utf8')).join('\n')
}

/** Lets drizzle-kit make the database like the tables, whatever it has to drop for it. */
export async function push(config: string, url: string): Promise<void> {
  await drizzleKit(url, 'push', '--force', '--config', config)
}
