import type { Pool } from 'pg'

/**
 * Two equal snapshots see the same rows. The time of the server's start differs after a failover or a restore, where the
 * numbers of transactions may occur again. On a replica a snapshot does not show which transactions it sees.
 */
const REVISION = {
  name: 'revision',
  text: `SELECT CASE WHEN NOT pg_is_in_recovery()
    THEN pg_current_snapshot()::text || ' ' || pg_postmaster_start_time()::text END AS revision`,
}

/** Reads the revision of a database. Callers that wait at the same time share one statement. */
export class Revisions {
  readonly #pool: Pool
  #running: Promise<unknown> | undefined
  #next: Promise<string | undefined> | undefined

  constructor(pool: Pool) {
    this.#pool = pool
  }

  /** The revision when a statement runs that was sent after this call. */
  current(): Promise<string | undefined> {
    // The statement that runs now may have read an earlier state than the caller knows of.
    this.#next ??= Promise.resolve(this.#running).then(() => {
      this.#next = undefined
      const read = this.#read()
      this.#running = read.catch(() => {})
      return read
    })
    return this.#next
  }

  async #read(): Promise<string | undefined> {
    const { rows } = await this.#pool.query<{ revision: string | null }>(REVISION)
    return rows[0]?.revision ?? undefined
  }
}
