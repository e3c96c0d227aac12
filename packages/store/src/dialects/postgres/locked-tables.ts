import { Client } from 'pg'

/** PostgreSQL's code for a statement that waited too long for a lock. */
export const LOCK_NOT_AVAILABLE = '55P03'
/** How long an answer of the server about its locks is used, in milliseconds. */
const MAX_AGE = 1_000

/** The tables that nobody else can read; the lock of an index keeps its table from being read. */
const LOCKED = `SELECT DISTINCT pg_class.relname AS name FROM pg_locks
  LEFT JOIN pg_index ON pg_index.indexrelid = pg_locks.relation
  JOIN pg_class ON pg_class.oid = coalesce(pg_index.indrelid, pg_locks.relation)
  WHERE pg_locks.locktype = 'relation' AND pg_locks.mode = 'AccessExclusiveLock'
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())`

/** Why a statement was not sent: it would wait for the lock of a table. It may work later. */
export class TableLocked extends Error {
  override name = 'TableLocked'
  readonly code = LOCK_NOT_AVAILABLE
}

/**
 * The tables that another session has locked exclusively, such as a migration or a session that was left open. Each statement that
 * needs one waits for the lock with a connection. Many of them would hold all connections of a pool in turn, and statements
 * that need other tables would wait for several lock timeouts. After a lock timeout, the store asks once
 * which tables are locked. It refuses statements that name these tables until the locks are released.
 */
export class LockedTables {
  readonly #url: string
  #names: RegExp | undefined
  #askedAt = 0
  #asking: Promise<void> | undefined

  constructor(url: string) {
    this.#url = url
  }

  /** Whether a statement may have to wait: then `refuse` is to be called before it is sent. */
  concerns(statement: string): boolean {
    return this.#names?.test(statement) ?? false
  }

  /** @throws TableLocked if a table that the statement names is still locked. */
  async refuse(statement: string): Promise<void> {
    if (Date.now() - this.#askedAt > MAX_AGE) await this.ask()
    if (this.concerns(statement)) throw new TableLocked('Somebody has locked a table that the statement needs')
  }

  /** Asks the server which tables are locked: to be called when the wait of a statement has timed out. */
  ask(): Promise<void> {
    this.#asking ??= lockedTables(this.#url).then((names) => {
      this.#names = names.length > 0 ? new RegExp(`\\b(?:${names.join('|')})\\b`) : undefined
      this.#askedAt = Date.now()
      this.#asking = undefined
    })
    return this.#asking
  }
}

/** On a connection of its own, because those of the pool may all wait. No table if the server does not answer. */
async function lockedTables(connectionString: string): Promise<string[]> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ name: string }>(LOCKED)
    return rows.map(({ name }) => name).filter((name) => /^\w+$/.test(name))
  } catch {
    return []
  } finally {
    await client.end().catch(() => {})
  }
}
