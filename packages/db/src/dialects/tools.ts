import { fileURLToPath } from 'node:url'
import { dialectOf } from './index.ts'
import { resetPostgres } from './postgres/reset.ts'
import { resetSqlite } from './sqlite/reset.ts'
import { absolute } from './sqlite/store.ts'

/** Removes everything from the database, the record of its migrations too. */
export async function reset(url: string): Promise<void> {
  if (dialectOf(url) === 'postgres') await resetPostgres(url)
  else resetSqlite(url)
}

/** What drizzle-kit needs to know to open the database, from whatever folder it runs in. */
export function drizzleKit(url: string): { config: string; url: string } {
  const dialect = dialectOf(url)
  return {
    config: fileURLToPath(new URL(`${dialect}/drizzle.config.ts`, import.meta.url)),
    url: dialect === 'sqlite' ? absolute(url) : url,
  }
}
