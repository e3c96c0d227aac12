import type { Database as Client } from 'better-sqlite3'
import type { JournalNames } from '../../derived/names.ts'
import { type Journal, type JournalRow, Listeners, positionOf, readChanges, STARTED } from '../../journal/journal.ts'
import type { DerivedObject } from './derived.ts'

/** How often commits of other processes are looked for, in milliseconds. */
const POLL = 250
/** The number of changes that are deleted in one transaction. */
const BATCH = 500

/** The table of the journal, and the triggers that write it. */
export function journalObjects(journals: JournalNames[]): DerivedObject[] {
  if (journals.length === 0) return []
  const started = `INSERT INTO __journal (source, kind, key) VALUES ('', '${STARTED}', '{}')`
  // Without AUTOINCREMENT, which writes a second table for each row: an id is not used again, because the newest row is always kept.
  const create = `CREATE TABLE __journal (
  id INTEGER PRIMARY KEY,
  token INTEGER NOT NULL DEFAULT (random() & 0x7fffffff),
  at INTEGER NOT NULL DEFAULT (unixepoch('subsec') * 1000),
  source TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, before TEXT, after TEXT
)`
  return [{ name: '__journal', create, rebuild: [started] }, ...journals.flatMap(journalTriggers)]
}

function journalTriggers({ table, as, key, by, isByOnly }: JournalNames): DerivedObject[] {
  const json = (columns: JournalNames['by'], row: string) =>
    `json_object(${columns.map((column) => `'${column.as}', ${row}.${column.name}`).join(', ')})`
  const trigger = (
    event: string,
    kind: string,
    rows: { key: string; before: string; after: string },
    when = '',
  ): DerivedObject => ({
    name: `${table}_journal_${event.toLowerCase()}`,
    create: `CREATE TRIGGER ${table}_journal_${event.toLowerCase()} AFTER ${event} ON ${table}${when} BEGIN
  INSERT INTO __journal (source, kind, key, before, after) VALUES ('${as}', '${kind}', ${rows.key}, ${rows.before}, ${rows.after});
END`,
    rebuild: [],
  })
  const [before, after] = [json(by, 'OLD'), json(by, 'NEW')]
  const moved = by.map(({ name }) => `OLD.${name} IS NOT NEW.${name}`).join(' OR ')
  return [
    trigger('INSERT', 'created', { key: json(key, 'NEW'), before: 'NULL', after }),
    trigger('UPDATE', 'updated', { key: json(key, 'NEW'), before, after }, isByOnly ? ` WHEN ${moved}` : ''),
    trigger('DELETE', 'deleted', { key: json(key, 'OLD'), before, after: 'NULL' }),
  ]
}

/** The journal of a file. `committed` is to be called after each COMMIT of this process. */
export function sqliteJournal(
  journals: JournalNames[],
  reader: Client,
  write: (work: (writer: Client) => void) => Promise<void>,
): Journal & { committed(): void; close(): void } {
  // Changes with each commit of another connection, and this one only reads.
  const dataVersion = reader.prepare('PRAGMA data_version').pluck()
  const listeners = new Listeners(() => {
    let seen = dataVersion.get()
    const timer = setInterval(() => {
      const now = dataVersion.get()
      if (now !== seen) listeners.call()
      seen = now
    }, POLL)
    timer.unref()
    return () => clearInterval(timer)
  })
  const rows = (where: string) => `SELECT 0 AS tx, id, token, source, kind, key, before, after FROM __journal ${where}`
  return {
    tables: journals.map(({ as }) => as),
    position: async () => {
      const newest = reader.prepare<[], JournalRow>(rows('ORDER BY id DESC LIMIT 1')).get()
      if (!newest) throw new Error('The journal has no first row')
      return positionOf(newest)
    },
    read: (position, limit) =>
      readChanges(
        async ({ id }, limit) =>
          reader.prepare<[string, number], JournalRow>(rows('WHERE id >= ? ORDER BY id LIMIT ?')).all(id, limit),
        position,
        limit,
      ),
    watch: (listener) => listeners.add(listener),
    // A change that is committed can be read.
    heldBack: async () => 0,
    trim: async ({ age, rows }) => {
      // Only the oldest are looked at: a search for older ones would read the whole journal.
      const old = `SELECT id FROM (SELECT id, at FROM __journal ORDER BY id LIMIT ${BATCH})
        WHERE id < (SELECT max(id) FROM __journal) AND (at < ? OR id <= (SELECT max(id) FROM __journal) - ?)`
      for (let deleted = BATCH; deleted === BATCH; )
        await write((writer) => {
          deleted = writer.prepare(`DELETE FROM __journal WHERE id IN (${old})`).run(Date.now() - age, rows).changes
        })
    },
    committed: () => listeners.call(),
    close: () => listeners.close(),
  }
}
