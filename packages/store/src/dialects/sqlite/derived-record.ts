import type { Database as Client } from 'better-sqlite3'
import type { DerivedNames } from '../../derived/names.ts'
import { derivedObjects } from './derived.ts'
import { isGenerated } from './earlier-release.ts'
import { journalObjects } from './journal.ts'
import { overlapObjects } from './overlaps.ts'

interface Present {
  name: string
  sql: string
  drop: string
}

const PRESENT = `SELECT name, sql, format('DROP %s "%w"', upper(type), name) AS "drop" FROM sqlite_schema
  WHERE (type = 'trigger' OR type = 'index' AND sql IS NOT NULL OR sql LIKE 'CREATE VIRTUAL TABLE%' OR name = '__journal')`

/**
 * Creates the table that records the derived objects, if it does not exist. Only recorded objects are replaced or dropped: all others
 * belong to the user. An earlier release recorded nothing, so its objects are recorded now.
 */
export function startRecord(client: Client): void {
  if (client.prepare("SELECT 1 FROM sqlite_schema WHERE name = '__derived_objects'").get()) return
  client.exec('CREATE TABLE __derived_objects (name TEXT PRIMARY KEY)')
  const adopt = client.prepare('INSERT INTO __derived_objects (name) VALUES (?)')
  for (const { name, sql } of client.prepare<[], Present>(PRESENT).all()) if (isGenerated(sql)) adopt.run(name)
}

/** The recorded objects that are in the database, triggers first. */
export function recordedIn(client: Client): Present[] {
  return client
    .prepare<[], Present>(`${PRESENT} AND name IN (SELECT name FROM __derived_objects) ORDER BY type = 'table'`)
    .all()
}

/**
 * Creates and fills the declared objects, and drops objects that are no longer declared.
 *
 * @throws if the user has an object with the name of one.
 */
export function applyDerived(client: Client, names: DerivedNames): void {
  const declared = [
    ...derivedObjects(names),
    ...journalObjects(names.journals),
    ...names.overlaps.flatMap(overlapObjects),
  ]
  const present = recordedIn(client)
  const wanted = new Map(declared.map(({ name, create }) => [name, create]))
  for (const { name, sql, drop } of present) if (wanted.get(name) !== sql) client.exec(drop)
  const kept = new Set(present.filter(({ name, sql }) => wanted.get(name) === sql).map(({ name }) => name))
  const made = declared.filter(({ name }) => !kept.has(name))
  for (const { create, refused } of made) {
    client.exec(create)
    if (refused && client.prepare(refused.rows).get()) throw new Error(refused.message)
  }
  for (const statement of new Set(made.flatMap(({ rebuild }) => rebuild))) client.exec(statement)

  const list = JSON.stringify([...wanted.keys()])
  client.prepare('DELETE FROM __derived_objects WHERE name NOT IN (SELECT value FROM json_each(?))').run(list)
  client.prepare('INSERT OR IGNORE INTO __derived_objects SELECT value FROM json_each(?)').run(list)
}
