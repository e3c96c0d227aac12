import { execFile } from 'node:child_process'
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** Lets drizzle-kit compare the tables with a copy of their migrations. Returns the names of the migrations it adds. */
export async function generateMigration(url: string, migrations: string, out: string) {
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
  return readdirSync(out).filter((name) => name !== 'drizzle.config.ts' && !before.has(name))
}

/** Lets drizzle-kit make the database like the tables, whatever it has to drop for it. */
export async function push(url: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    ['node_modules/drizzle-kit/bin.cjs', 'push', '--force', '--config', 'drizzle.config.ts'],
    { cwd: packageFolder, env: { ...process.env, DATABASE_URL: url } },
  )
}
