import { execFile } from 'node:child_process'
import { cpSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const packageFolder = fileURLToPath(new URL('..', import.meta.url))

/** Lets drizzle-kit compare the tables with a copy of their migrations. Returns the names of the migrations it adds. */
export async function generateMigration(dialect: string, folder: string, migrations: string, out: string) {
  cpSync(migrations, out, { recursive: true })
  const before = new Set(readdirSync(out))
  const schema = `src/dialects/${folder}/schema.ts`
  await promisify(execFile)(
    process.execPath,
    ['node_modules/drizzle-kit/bin.cjs', 'generate', '--dialect', dialect, '--schema', schema, '--out', out],
    { cwd: packageFolder },
  )
  return readdirSync(out).filter((name) => !before.has(name))
}
