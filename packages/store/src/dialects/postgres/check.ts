import type { Client } from 'pg'
import { driverError } from '../driver-error.ts'
import { connected } from './connected.ts'

/** Finds the rows of every foreign key whose parent does not exist. */
export async function checkPostgres(url: string): Promise<string[]> {
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
