import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { connected } from './connected.ts'

/**
 * Dumps the database with `pg_dump`. Returns `false` if it is not installed, or is older than the server.
 *
 * @throws if the dump fails.
 */
export async function dumpPostgres(url: string, path: string): Promise<boolean> {
  try {
    const { dbname, env } = withoutPassword(url)
    await promisify(execFile)('pg_dump', ['--format=custom', `--file=${path}`, dbname], { env })
    return true
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'ENOENT') return false
    if (error.message.includes('server version mismatch')) return false
    throw new Error(`pg_dump failed: ${String(Reflect.get(error, 'stderr')).trim()}`)
  }
}

/** Restores a dump of `pg_dump` into an empty database. */
export async function restoreDump(url: string, path: string): Promise<void> {
  try {
    const { dbname, env } = withoutPassword(url)
    await promisify(execFile)('pg_restore', ['--exit-on-error', '--no-owner', dbname, path], { env })
  } catch (error) {
    throw new Error(`pg_restore failed: ${String(error instanceof Error && Reflect.get(error, 'stderr')).trim()}`)
  }
}

/** The connection of a program of PostgreSQL. Every user of the machine can read arguments, so the password is in the environment. */
function withoutPassword(url: string) {
  const passwords: string[] = []
  const take = (_: string, before: string, password: string) => {
    passwords.push(decodeURIComponent(password))
    return before
  }
  const dbname = url.replace(/^(\w+:\/\/[^:@/?#]*):([^/?#]*)(?=@)/, take).replace(/([?&])password=([^&]*)&?/, take)
  const PGPASSWORD = passwords.at(-1)
  return { dbname: `--dbname=${dbname}`, env: { ...process.env, ...(PGPASSWORD && { PGPASSWORD }) } }
}

/** Whether the database has tables. */
export function hasTablesPostgres(url: string): Promise<boolean> {
  return connected(url, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
    return rows.length > 0
  })
}

/** Creates an empty database on the same server. The user needs the privilege to create databases. */
export async function besidePostgres(url: string, name: string) {
  const beside = new URL(url)
  const database = `${decodeURIComponent(beside.pathname.slice(1))}_${name}`
  beside.pathname = `/${encodeURIComponent(database)}`
  const quoted = `"${database.replaceAll('"', '""')}"`
  const remove = async () => {
    await connected(url, (client) => client.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`))
  }
  await remove()
  await connected(url, (client) => client.query(`CREATE DATABASE ${quoted}`))
  return { url: beside.href, remove }
}

/** Runs `work` with a URL whose transactions are REPEATABLE READ: each reads one snapshot. */
export async function withSnapshotPostgres<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const snapshot = new URL(url)
  snapshot.searchParams.set('options', '-c default_transaction_isolation=repeatable\\ read')
  return work(snapshot.href)
}

/** Sets every sequence to the largest id of its table: rows inserted with their ids did not advance it. */
export function continueIdsPostgres(url: string): Promise<void> {
  return connected(url, async (client) => {
    const columns = await client.query<{ table: string; column: string }>(
      `SELECT quote_ident(table_name) AS table, quote_ident(column_name) AS column FROM information_schema.columns
       WHERE table_schema = 'public' AND is_identity = 'YES'`,
    )
    for (const { table, column } of columns.rows) {
      await client.query(
        `SELECT setval(pg_get_serial_sequence('${table}', '${column}'), greatest(max(${column}), 1), max(${column}) IS NOT NULL) FROM ${table}`,
      )
    }
  })
}
