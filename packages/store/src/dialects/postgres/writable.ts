import type { Client } from 'pg'
import { refuseNewer } from '../errors.ts'
import { appliedIn } from './migrations-table.ts'
import { ReadOnly } from './unavailable.ts'

/** Checks in a transaction that the server takes writes, and that this program knows its schema. @throws DatabaseUnavailable if not. */
export async function refuseUnwritable(client: Pick<Client, 'query'>, migrations: string): Promise<void> {
  refuseNewer(await appliedIn(client), migrations)
  const { rows } = await client.query('SHOW transaction_read_only')
  if (rows[0]?.transaction_read_only === 'on') throw new ReadOnly('The database is read-only')
  // Gives the transaction an id, which only a database that takes writes can.
  await client.query('SELECT pg_current_xact_id()')
}
