import type { Client, Pool } from 'pg'

/** The timeline of the primary, a number that each failover increases. */
const TIMELINE = (lsn: string) => `ltrim(left(pg_walfile_name(${lsn}), 8), '0')`
/** The position after every commit, also after a commit that did not wait for the disk. */
const INSERTED = {
  name: 'inserted',
  text: `SELECT ${TIMELINE('lsn')} || '/' || lsn AS position FROM pg_current_wal_insert_lsn() AS lsn`,
}
/** A replica reaches this LSN without another write. At the start of a page it would not reach the LSN above. */
const WRITTEN = `${TIMELINE('pg_current_wal_lsn()')} || '/' || pg_current_wal_lsn()`
/**
 * The timeline that a replica follows is at least the greatest of these. Before its next checkpoint they may be of an earlier one. The last
 * is told to members of `pg_monitor` only.
 */
const REPLAYED = `to_hex(greatest(
    (SELECT timeline_id FROM pg_control_checkpoint()),
    (SELECT min_recovery_end_timeline FROM pg_control_recovery()),
    (SELECT received_tli FROM pg_stat_wal_receiver)
  )) || '/' || pg_last_wal_replay_lsn()`
const STATE = `SELECT pg_is_in_recovery() AS "isReplica",
  current_setting('transaction_read_only') = 'off' AS "takesWrites",
  CASE WHEN pg_is_in_recovery() THEN ${REPLAYED} ELSE ${WRITTEN} END AS position`

/** The state of a server. */
export interface HostState {
  readonly isReplica: boolean
  readonly takesWrites: boolean
  /** How far its log is sent to replicas, or how far it has replayed the log. */
  readonly position: bigint
}

/** The position that every commit so far is before, as text. */
export async function insertedOn(primary: Pool): Promise<string> {
  const { rows } = await primary.query<{ position: string }>(INSERTED)
  return rows[0]?.position ?? ''
}

/** Asks a server for its state. */
export async function stateOn(server: Pick<Client, 'query'> | Pool): Promise<HostState> {
  const { rows } = await server.query<{ isReplica: boolean; takesWrites: boolean; position: string | null }>(STATE)
  const [row] = rows
  if (!row) throw new Error('The server did not tell its state')
  return { ...row, position: positionOf(row.position ?? '') }
}

/**
 * A position in the log as a number: a timeline and an LSN, as in `1/16/B374D848`. A position of a newer timeline is after all of an older
 * one. 0, which every server has reached, for other texts.
 */
export function positionOf(text: string | undefined): bigint {
  const [, ...parts] = /^([\dA-F]{1,8})\/([\dA-F]{1,8})\/([\dA-F]{1,8})$/i.exec(text ?? '') ?? []
  return parts.reduce((position, part) => (position << 32n) | BigInt(`0x${part}`), 0n)
}

/** The timeline of a position. */
export const timelineOf = (position: bigint): number => Number(position >> 64n)

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
