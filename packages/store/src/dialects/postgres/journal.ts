import { Client, type Pool } from 'pg'
import type { JournalNames } from '../../derived/names.ts'
import { type Journal, type JournalRow, Listeners, positionOf, readChanges, STARTED } from '../../journal/journal.ts'
import type { DerivedTrigger } from './derived.ts'
import type { Primary } from './primary.ts'

/** How often changes are looked for without a notification, in milliseconds: of a process that ended between COMMIT and NOTIFY. */
const POLL = 1_000
/** How long the commits of a process wait for others, to be notified together, in milliseconds. */
const TOGETHER = 5
/** The number of changes that are deleted in one transaction. */
const BATCH = 500
/** The channel of the database on which its processes notify each other. */
const CHANNEL = 'journal'

/** The id of this transaction. An `xid8` has 64 bits and does not wrap around. */
const THIS_TRANSACTION = 'pg_current_xact_id()::text::bigint'
/**
 * The id of this transaction, or of the newest one that has ended: of two changes of a row, the later one can be made by the older
 * transaction, which has waited for the end of the other. All changes with a smaller `tx` than the oldest open transaction are committed.
 */
const NEWEST_TRANSACTION = `greatest(${THIS_TRANSACTION}, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)`
/** All transactions with a smaller id have ended. */
const OLDEST_OPEN = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint'

/**
 * Creates the journal. Its first row is before every transaction. Starts again in a cluster whose transaction ids are behind those
 * of its rows: a dump was restored into it.
 */
export const journalTable = `
  CREATE TABLE IF NOT EXISTS drizzle.journal (
    tx bigint NOT NULL DEFAULT ${NEWEST_TRANSACTION},
    id bigint GENERATED ALWAYS AS IDENTITY,
    token integer NOT NULL DEFAULT (random() * 2147483647)::integer,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    source text NOT NULL, kind text NOT NULL, key text NOT NULL, before text, after text,
    PRIMARY KEY (tx, id)
  );
  DELETE FROM drizzle.journal WHERE EXISTS (SELECT FROM drizzle.journal WHERE tx > ${THIS_TRANSACTION});
  INSERT INTO drizzle.journal (tx, source, kind, key) SELECT 0, '', '${STARTED}', '{}' WHERE NOT EXISTS (SELECT FROM drizzle.journal)`

/**
 * The triggers that write the journal: inserted and deleted rows once for each statement, cascades included. Updated rows one by one:
 * to join those before and after, PostgreSQL would keep the plan for the few rows of the first statement, which is quadratic for many.
 */
export function journalTriggers({ table, as, key, by, isByOnly }: JournalNames): DerivedTrigger[] {
  const json = (columns: JournalNames['by'], row: string) =>
    `json_build_object(${columns.map((column) => `'${column.as}', ${row}.${column.name}`).join(', ')})::text`
  const trigger = (event: string, each: string, values: string): DerivedTrigger => ({
    table,
    trigger: `${table}_journal_${event.toLowerCase()}`,
    function: `journal_${table}_${event.toLowerCase()}`,
    body: ` BEGIN\n  INSERT INTO drizzle.journal (source, kind, key, before, after) SELECT '${as}', ${values};\n  RETURN NULL;\nEND `,
    event: `AFTER ${event} ON ${table} ${each}`,
    rebuild: [],
  })
  const moved = by.map(({ name }) => `NEW.${name} IS DISTINCT FROM OLD.${name}`).join(' OR ')
  const inserted = `'created', ${json(key, 'added')}, NULL, ${json(by, 'added')} FROM added`
  const updated = `'updated', ${json(key, 'NEW')}, ${json(by, 'OLD')}, ${json(by, 'NEW')}`
  const deleted = `'deleted', ${json(key, 'gone')}, ${json(by, 'gone')}, NULL FROM gone`
  return [
    trigger('INSERT', 'REFERENCING NEW TABLE AS added FOR EACH STATEMENT', inserted),
    trigger('UPDATE', 'FOR EACH ROW', isByOnly ? `${updated} WHERE ${moved}` : updated),
    trigger('DELETE', 'REFERENCING OLD TABLE AS gone FOR EACH STATEMENT', deleted),
  ]
}

const ROWS = `SELECT tx, id, token, source, kind, key, before, after FROM drizzle.journal WHERE tx < ${OLDEST_OPEN}`

/** The journal of a server. `ended` is to be called after each transaction of this process that may have written. */
export function postgresJournal(
  journals: JournalNames[],
  primary: Primary,
  readers: Pool,
  writers: Pool,
): Journal & { ended(): void; close(): void } {
  let client: Client | undefined
  let notifying: NodeJS.Timeout | undefined

  /** Listens on a connection of its own, and tries again with the next poll after it broke. */
  async function listen(): Promise<void> {
    if (client) return
    const opened = new Client({ connectionString: primary.url, keepAlive: true })
    client = opened
    const lost = () => {
      if (client === opened) client = undefined
    }
    opened
      .on('error', lost)
      .on('end', lost)
      .on('notification', () => listeners.call())
    try {
      await opened.connect()
      await primary.verify(opened, false)
      await opened.query(`LISTEN ${CHANNEL}`)
      listeners.call()
    } catch {
      lost()
      await opened.end().catch(() => {})
    }
  }

  const listeners = new Listeners(() => {
    void listen()
    const timer = setInterval(() => {
      void listen()
      listeners.call()
    }, POLL)
    timer.unref()
    return () => {
      clearInterval(timer)
      const opened = client
      client = undefined
      void opened?.end().catch(() => {})
    }
  })

  return {
    tables: journals.map(({ as }) => as),
    position: async () => {
      const { rows } = await readers.query<JournalRow>(`${ROWS} ORDER BY tx DESC, id DESC LIMIT 1`)
      const [newest] = rows
      if (!newest) throw new Error('The journal has no first row')
      return positionOf(newest)
    },
    read: (position, limit) =>
      readChanges(
        async ({ tx, id }, limit) => {
          const text = `${ROWS} AND (tx, id) >= ($1, $2) ORDER BY tx, id LIMIT $3`
          const { rows } = await readers.query<JournalRow>({ name: 'journal', text, values: [tx, id, limit] })
          return rows
        },
        position,
        limit,
      ),
    watch: (listener) => listeners.add(listener),
    heldBack: async () => {
      const { rows } = await readers.query<{ ms: number | null }>(
        `SELECT (extract(epoch FROM clock_timestamp() - min(at)) * 1000)::float AS ms FROM drizzle.journal WHERE tx >= ${OLDEST_OPEN}`,
      )
      return rows[0]?.ms ?? 0
    },
    trim: async ({ age, rows }) => {
      // Only the oldest are looked at: a search for older ones would read the whole journal.
      const oldest = `SELECT tx, id, at FROM drizzle.journal WHERE tx < ${OLDEST_OPEN} ORDER BY tx, id LIMIT ${BATCH}`
      const newest = 'SELECT tx, id FROM drizzle.journal ORDER BY tx DESC, id DESC LIMIT 1'
      const old = `SELECT oldest.tx, oldest.id FROM (${oldest}) oldest, (${newest}) newest
        WHERE (oldest.tx, oldest.id) < (newest.tx, newest.id)
          AND (oldest.at < now() - $1 * interval '1 ms' OR oldest.id <= newest.id - $2)`
      for (let deleted = BATCH; deleted === BATCH; ) {
        const result = await writers.query(`DELETE FROM drizzle.journal WHERE (tx, id) IN (${old})`, [age, rows])
        deleted = result.rowCount ?? 0
      }
    },
    ended: () => {
      listeners.call()
      notifying ??= setTimeout(() => {
        notifying = undefined
        // A process without listeners has no connection of its own for it.
        const on = client ?? writers
        on.query(`NOTIFY ${CHANNEL}`).catch(() => {})
      }, TOGETHER)
    },
    close: () => {
      clearTimeout(notifying)
      listeners.close()
    },
  }
}
