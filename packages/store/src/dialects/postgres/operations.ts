import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Client } from 'pg'
import type { BackupFormat } from '../dialect.ts'
import { driverError } from '../errors.ts'
import { connected } from './pool.ts'
import { primaryUrl } from './primary.ts'

export const backupFormat: BackupFormat = { extension: 'dump', isCompressed: true }

/**
 * Dumps the database with `pg_dump`. Returns `false` if it is not installed, or is older than the server.
 *
 * @throws if the dump fails.
 */
export async function writeBackup(url: string, path: string): Promise<boolean> {
  const { dbname, env } = withoutPassword(await primaryUrl(url))
  try {
    await promisify(execFile)('pg_dump', ['--format=custom', `--file=${path}`, dbname], { env })
    return true
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if ('code' in error && error.code === 'ENOENT') return false
    if (error.message.includes('server version mismatch')) return false
    throw new Error(`pg_dump failed: ${String(Reflect.get(error, 'stderr')).trim()}`)
  }
}

/** Replaces the database by a dump of `pg_dump`. */
export async function restoreBackup(url: string, path: string): Promise<void> {
  await reset(url)
  await restoreDump(url, path)
}

/** Restores a dump of `pg_dump` into an empty database. */
export async function restoreDump(url: string, path: string): Promise<void> {
  const { dbname, env } = withoutPassword(await primaryUrl(url))
  try {
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
export function hasTables(url: string): Promise<boolean> {
  return connected(url, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1")
    return rows.length > 0
  })
}

/** Creates an empty database on the same server. The user needs the privilege to create databases. */
export async function beside(url: string, name: string) {
  const place = new URL(await primaryUrl(url))
  const database = `${decodeURIComponent(place.pathname.slice(1))}_${name}`
  place.pathname = `/${encodeURIComponent(database)}`
  const quoted = `"${database.replaceAll('"', '""')}"`
  const remove = async () => {
    await connected(url, (client) => client.query(`DROP DATABASE IF EXISTS ${quoted} WITH (FORCE)`))
  }
  await remove()
  await connected(url, (client) => client.query(`CREATE DATABASE ${quoted}`))
  return { url: place.href, remove }
}

/** Runs `work` with a URL whose transactions are REPEATABLE READ: each reads one snapshot. */
export async function withSnapshot<T>(url: string, work: (url: string) => Promise<T>): Promise<T> {
  const snapshot = new URL(await primaryUrl(url))
  snapshot.searchParams.set('options', '-c default_transaction_isolation=repeatable\\ read')
  return work(snapshot.href)
}

/** Sets every sequence to the largest id of its table: rows inserted with their ids did not advance it. */
export function continueIds(url: string): Promise<void> {
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

/** Drops the tables and the record of their migrations. The database, its owner and its settings are unchanged. */
export async function reset(url: string): Promise<void> {
  const statements = `
    BEGIN;
    DROP SCHEMA IF EXISTS public, drizzle CASCADE;
    CREATE SCHEMA public;
    GRANT USAGE ON SCHEMA public TO PUBLIC;
    COMMIT`
  await connected(url, (client) => client.query(statements))
}

/** The name of the database. */
export function databaseName(url: string): Promise<string | undefined> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name')
    return rows[0]?.name
  })
}

/** Finds the rows of every foreign key whose parent does not exist. */
export async function checkIntegrity(url: string): Promise<string[]> {
  try {
    return await connected(url, problems)
  } catch (error) {
    // Some damage makes the check fail.
    const { code, message } = driverError(error) ?? {}
    if (message && code && /^XX00[12]$/.test(code)) return [message]
    throw error
  }
}

async function problems(client: Client): Promise<string[]> {
  const keys = await client.query<{ child: string; parent: string; pairs: string }>(`
    SELECT conrelid::regclass AS child, confrelid::regclass AS parent, string_agg(
      format('child.%I = parent.%I', mine.attname, theirs.attname), ' AND ') AS pairs
    FROM pg_constraint, unnest(conkey, confkey) AS pair (mine, theirs)
      JOIN pg_attribute mine ON mine.attnum = pair.mine
      JOIN pg_attribute theirs ON theirs.attnum = pair.theirs
    WHERE contype = 'f' AND mine.attrelid = conrelid AND theirs.attrelid = confrelid
    GROUP BY pg_constraint.oid, conrelid, confrelid`)
  const found: string[] = []
  for (const { child, parent, pairs } of keys.rows) {
    const isSet = pairs.replaceAll(/ = parent\.\S+/g, ' IS NOT NULL')
    const orphans = await client.query(
      `SELECT 1 FROM ${child} AS child WHERE ${isSet}
        AND NOT EXISTS (SELECT 1 FROM ${parent} AS parent WHERE ${pairs}) LIMIT 1`,
    )
    if (orphans.rowCount) found.push(`${child} has rows without their parent in ${parent}`)
  }
  return found
}
