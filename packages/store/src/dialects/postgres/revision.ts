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

/** Reads the revision of a database. */
export async function readRevision(pool: Pool): Promise<string | undefined> {
  const { rows } = await pool.query<{ revision: string | null }>(REVISION)
  return rows[0]?.revision ?? undefined
}
