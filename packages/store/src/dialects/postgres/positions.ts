import type { Pool } from 'pg'

/** The position after every commit, also after a commit that did not wait for the disk. */
const INSERTED = { name: 'inserted', text: 'SELECT pg_current_wal_insert_lsn()::text AS position' }
/** A replica reaches this position without another write. At the start of a page it would not reach the position above. */
const WRITTEN = { name: 'written', text: 'SELECT pg_current_wal_lsn()::text AS position' }
const REPLAYED = {
  name: 'replayed',
  text: 'SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS position',
}

/** The position in the write-ahead log that every commit so far is before. */
export const insertedOn = (primary: Pool): Promise<string> => read(primary, INSERTED)

/** The position up to which the log is sent to replicas. */
export const writtenOn = async (primary: Pool): Promise<bigint> => numberOf(await read(primary, WRITTEN))

/** Up to where a replica has replayed. @throws if the server is no replica: it may have another history. */
export const replayedOn = async (replica: Pool): Promise<bigint> => numberOf(await read(replica, REPLAYED))

async function read(pool: Pool, statement: { name: string; text: string }): Promise<string> {
  const { rows } = await pool.query<{ position: string | null }>(statement)
  const position = rows[0]?.position
  if (!position) throw new Error('The server is not in the role that its URL was given for')
  return position
}

const numberOf = (position: string): bigint => parsePosition(position) ?? 0n

/** A position in the write-ahead log, such as `16/B374D848`, as a number. `undefined` for other texts. */
export function parsePosition(text: string | undefined): bigint | undefined {
  const [, high, low] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(text ?? '') ?? []
  return high === undefined ? undefined : (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}
