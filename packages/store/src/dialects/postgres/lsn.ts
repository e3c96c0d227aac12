import type { Pool } from 'pg'

/** The LSN after every commit, also after a commit that did not wait for the disk. */
const INSERTED = { name: 'inserted', text: 'SELECT pg_current_wal_insert_lsn()::text AS lsn' }
/** A replica reaches this LSN without another write. At the start of a page it would not reach the LSN above. */
const WRITTEN = { name: 'written', text: 'SELECT pg_current_wal_lsn()::text AS lsn' }
const REPLAYED = {
  name: 'replayed',
  text: 'SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn()::text END AS lsn',
}

/** The LSN, a position in the write-ahead log, that every commit so far is before. */
export const insertedOn = (primary: Pool): Promise<string> => read(primary, INSERTED)

/** The LSN up to which the log is sent to replicas. */
export const writtenOn = async (primary: Pool): Promise<bigint> => numberOf(await read(primary, WRITTEN))

/** The LSN up to which a replica has replayed the log. @throws if the server is no replica: it may have another history. */
export const replayedOn = async (replica: Pool): Promise<bigint> => numberOf(await read(replica, REPLAYED))

async function read(pool: Pool, statement: { name: string; text: string }): Promise<string> {
  const { rows } = await pool.query<{ lsn: string | null }>(statement)
  const lsn = rows[0]?.lsn
  if (!lsn) throw new Error('The server is not in the role that its URL was given for')
  return lsn
}

/** An LSN, such as `16/B374D848`, as a number. 0, which every server has reached, for other texts. */
export function numberOf(lsn: string | undefined): bigint {
  const [, high = '0', low = '0'] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(lsn ?? '') ?? []
  return (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)
}

/** A read took longer than its time limit. A later answer is ignored. */
class ReadTimeout extends Error {
  override name = 'ReadTimeout'
  readonly code = 'ETIMEDOUT'
}

/**
 * A function that reads the present state. Callers that wait at the same time share one call of `read`, which starts after
 * each of them has called. So each sees every change that it knows of. A call that takes longer than `limit`, in
 * milliseconds, fails, so that later calls do not wait for it.
 */
export function coalesced<T>(read: () => Promise<T>, limit = 5_000): () => Promise<T> {
  let running: Promise<unknown> | undefined
  let next: Promise<T> | undefined
  return () => {
    // The call that runs now may have read an earlier state than the caller knows of.
    next ??= Promise.resolve(running).then(() => {
      next = undefined
      const result = within(limit, read())
      running = result.catch(() => {})
      return result
    })
    return next
  }
}

function within<T>(limit: number, result: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new ReadTimeout(`No answer within ${limit} ms`)), limit)
    result.finally(() => clearTimeout(timer)).then(resolve, reject)
  })
}
