import { Pool, types } from 'pg'
import type { Backend } from '../handler.ts'
import { postReads } from './posts.ts'
import { employeeReads, searchReads, userReads } from './reads.ts'
import { writes } from './writes.ts'

/** PostgreSQL's type of ids and counts, which node-postgres returns as text. */
const INT8 = 20

/** The handlers on a PostgreSQL database, with the settings that the Store uses. */
export function postgresBackend(url: string): Backend {
  types.setTypeParser(INT8, Number)
  const pool = new Pool({
    connectionString: url,
    max: 10,
    idleTimeoutMillis: 0,
    options: '-c random_page_cost=1.1 -c jit=off -c enable_memoize=off -c TimeZone=UTC',
  })
  return {
    handlers: {
      ...postReads(pool),
      ...userReads(pool),
      ...searchReads(pool),
      ...employeeReads(pool),
      ...writes(pool),
    },
    viewerOf: async (token) => {
      const { rows } = await pool.query<{ id: number }>({
        name: 'viewer',
        text: 'SELECT u.id FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.token = $1 AND s.expires_at > now()',
        values: [token],
      })
      return rows[0]?.id ?? 0
    },
  }
}
