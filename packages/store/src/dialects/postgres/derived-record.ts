import type { Client } from 'pg'
import type { DerivedNames } from '../../derived/names.ts'
import { type DerivedIndex, type DerivedTrigger, derivedIndexes, derivedTriggers, searchFunctions } from './derived.ts'
import { isGenerated, isGeneratedIndex, type PresentTrigger } from './earlier-release.ts'
import { journalTable, journalTriggers } from './journal.ts'
import { overlapConstraints, overlapTrigger } from './overlaps.ts'

/** An object that the Store has created: a trigger of a table with its function, an index, or a constraint of a table. */
interface Recorded {
  /** Of the function, the index or the constraint. */
  name: string
  trigger: string | null
  table: string | null
}

const TABLE = 'drizzle.derived_objects'

/** Creates the record, if there is none. An earlier release recorded nothing, so its objects are recorded now. */
export async function startRecord(client: Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('${TABLE}') IS NOT NULL AS there`)
  if (rows[0]?.there) return
  await client.query('CREATE SCHEMA IF NOT EXISTS drizzle')
  await client.query(`CREATE TABLE ${TABLE} (name text PRIMARY KEY, trigger text, "table" text)`)
  for (const one of await triggersIn(client))
    if (isGenerated(one)) await record(client, { name: one.function, trigger: one.trigger, table: one.table })
  for (const { name, definition } of await indexesIn(client))
    if (isGeneratedIndex(definition)) await record(client, { name, trigger: null, table: null })
}

/**
 * Creates the declared triggers and indexes, drops objects that are no longer declared, and recounts for the new ones.
 * Replacing a trigger waits for the writers of its table, so only triggers that differ are replaced.
 *
 * Only recorded objects are replaced or dropped: all others belong to the user.
 *
 * @throws if the user has a function or an index with the name of a declared one.
 */
export async function applyDerived(client: Client, names: DerivedNames): Promise<void> {
  const { rows: recorded } = await client.query<Recorded>(`SELECT name, trigger, "table" FROM ${TABLE}`)
  const known = new Set(recorded.map(({ name }) => name))
  if (names.journals.length > 0) await client.query(journalTable)
  const triggers = [
    ...derivedTriggers(names),
    ...names.journals.flatMap(journalTriggers),
    ...names.overlaps.map(overlapTrigger),
  ]
  const present = (await triggersIn(client)).filter((there) => known.has(there.function))
  const same = (a: PresentTrigger, b: DerivedTrigger) =>
    a.function === b.function && a.trigger === b.trigger && a.table === b.table && a.body === b.body
  const made = triggers.filter((one) => !present.some((there) => same(there, one)))
  const indexes = derivedIndexes(names)
  // Several declarations of one table may have one check.
  const constraints = [...new Map(names.overlaps.flatMap(overlapConstraints).map((one) => [one.name, one])).values()]
  const there = new Set([...(await indexesIn(client)).map(({ name }) => name), ...(await constraintsIn(client))])
  const isMissing = ({ name }: DerivedIndex) => !known.has(name) || !there.has(name)
  const [missing, unchecked] = [indexes.filter(isMissing), constraints.filter(isMissing)]
  const declared = [
    ...triggers.map((one) => ({ name: one.function, trigger: one.trigger, table: one.table })),
    ...[...indexes, ...constraints].map(({ name, table }) => ({ name, trigger: null, table })),
  ]
  const stale = recorded.filter(
    (old) => !declared.some((one) => one.name === old.name && one.trigger === old.trigger && one.table === old.table),
  )
  if (made.length + missing.length + unchecked.length + stale.length === 0) return

  for (const { name, trigger, table } of stale) {
    if (trigger) await client.query(`DROP TRIGGER IF EXISTS ${trigger} ON ${table}`)
    else if (table) await client.query(`ALTER TABLE IF EXISTS ${table} DROP CONSTRAINT IF EXISTS ${name}`)
    await client.query(trigger ? `DROP FUNCTION IF EXISTS ${name}()` : `DROP INDEX IF EXISTS ${name}`)
    await client.query(`DELETE FROM ${TABLE} WHERE name = $1`, [name])
    known.delete(name)
  }
  for (const one of made) {
    const create = known.has(one.function) ? 'CREATE OR REPLACE' : 'CREATE'
    await client.query(`${create} FUNCTION ${one.function}() RETURNS trigger LANGUAGE plpgsql AS $$${one.body}$$`)
    await client.query(`${create} TRIGGER ${one.trigger} ${one.event} EXECUTE FUNCTION ${one.function}()`)
  }
  for (const statement of new Set(made.flatMap(({ rebuild }) => rebuild))) await client.query(statement)
  if (missing.length > 0) await client.query(searchFunctions)
  for (const { create } of [...missing, ...unchecked]) await client.query(create)
  for (const { name, trigger, table } of declared) await record(client, { name, trigger, table })
}

async function record(client: Client, { name, trigger, table }: Recorded): Promise<void> {
  await client.query(`INSERT INTO ${TABLE} (name, trigger, "table") VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, [
    name,
    trigger,
    table,
  ])
}

async function triggersIn(client: Client): Promise<PresentTrigger[]> {
  const { rows } = await client.query<PresentTrigger>(`
    SELECT proname AS function, prosrc AS body, tgname AS trigger, relname AS "table"
    FROM pg_proc JOIN pg_trigger ON tgfoid = pg_proc.oid JOIN pg_class ON pg_class.oid = tgrelid
    WHERE pronamespace = current_schema()::regnamespace AND prorettype = 'trigger'::regtype AND NOT tgisinternal`)
  return rows
}

async function indexesIn(client: Client): Promise<{ name: string; definition: string }[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    'SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE schemaname = current_schema()',
  )
  return rows
}

async function constraintsIn(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT conname AS name FROM pg_constraint WHERE connamespace = current_schema()::regnamespace',
  )
  return rows.map(({ name }) => name)
}
