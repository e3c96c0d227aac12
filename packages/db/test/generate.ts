import { execFile } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** Lets drizzle-kit compare the tables with a copy of their migrations. Returns the SQL of the migrations that it adds. */
export async function generateMigration(url: string, migrations: string, out: string): Promise<string> {
  cpSync(migrations, out, { recursive: true })
  const before = new Set(readdirSync(out))
  const config = join(out, 'drizzle.config.ts')
  writeFileSync(
    config,
    `import config from ${JSON.stringify(join(packageFolder, 'drizzle.config.ts'))}
    export default { ...config, out: ${JSON.stringify(out)} }`,
  )
  await promisify(execFile)(process.execPath, ['node_modules/drizzle-kit/bin.cjs', 'generate', '--config', config], {
    cwd: packageFolder,
    env: { ...process.env, DATABASE_URL: url },
  })
  const added = readdirSync(out).filter((name) => name !== 'drizzle.config.ts' && !before.has(name))
  return added.map((name) => readFileSync(join(out, name, 'migration.sql'), 'utf8')).join('\n')
}

/** Lets drizzle-kit make the database like the tables, whatever it has to drop for it. */
export async function push(url: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    ['node_modules/drizzle-kit/bin.cjs', 'push', '--force', '--config', 'drizzle.config.ts'],
    { cwd: packageFolder, env: { ...process.env, DATABASE_URL: url } },
  )
}
