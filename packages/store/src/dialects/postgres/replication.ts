import type { ReplicationState } from '../dialect.ts'
import { connected } from './pool.ts'

/** Any user sees how many replicas are connected, and only members of `pg_monitor` see more of them. */
const STATE = `SELECT
  current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') NOT IN ('off', 'local') AS "isSynchronous",
  (SELECT count(*)::int FROM pg_stat_replication) AS replicas`

/** How the primary replicates. */
export function replication(url: string): Promise<ReplicationState | undefined> {
  return connected(url, async (client) => {
    const { rows } = await client.query<ReplicationState>(STATE)
    return rows[0]
  })
}
