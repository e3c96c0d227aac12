import {
  type CopyNames,
  type CounterNames,
  countedBy,
  countedKey,
  type DerivedNames,
  grouped,
  searchName,
} from '../../derived/names.ts'

/** A trigger, its function, and the statements that recompute the columns that it maintains. */
export interface DerivedTrigger {
  table: string
  trigger: string
  function: string
  /** The body of the function. */
  body: string
  /** The event that fires the trigger. */
  event: string
  rebuild: string[]
}

/** An index for substring search, or a constraint of a table. */
export interface DerivedIndex {
  name: string
  /** The table of a constraint. */
  table: string | null
  create: string
}

/** The functions that the search indexes use. */
export const searchFunctions = `
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  -- Case folding that depends neither on the locale of the database nor, for a sigma, on its place in the word.
  CREATE OR REPLACE FUNCTION search_key(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$ SELECT replace(lower(value COLLATE "und-x-icu"), 'ς', 'σ') $$;`

/** The search indexes of the declarations: one for each column. */
export function derivedIndexes({ searches }: DerivedNames): DerivedIndex[] {
  return searches.flatMap(({ table, columns }) =>
    columns.map((column) => {
      const name = `${searchName(table)}_${column}`
      return {
        name,
        table: null,
        create: `CREATE INDEX ${name} ON ${table} USING gin (search_key(${column}) gin_trgm_ops)`,
      }
    }),
  )
}

/** The triggers of the declarations. */
export function derivedTriggers({ counters, copies, appendOnly }: DerivedNames): DerivedTrigger[] {
  return [
    ...grouped(counters, ({ counts }) => counts).flatMap(([table, of]) => countingTriggers(table, of)),
    ...copies.flatMap(copyingTriggers),
    ...appendOnly.map((table) => ({
      table,
      trigger: `${table}_append_only`,
      function: `refuse_update_${table}`,
      body: ` BEGIN\n  RAISE EXCEPTION '${table} is append-only';\nEND `,
      event: `BEFORE UPDATE ON ${table} FOR EACH STATEMENT`,
      rebuild: [],
    })),
  ]
}

/**
 * Inserted and deleted rows are counted once for each statement: a cascade that deletes 100,000 rows updates each
 * counter once. Updated rows are counted one by one: only a trigger FOR EACH ROW can be limited to some columns.
 */
function countingTriggers(table: string, counters: CounterNames[]): DerivedTrigger[] {
  const rebuild = counters.map((one) => {
    const { table, key, column, counts } = one
    return `UPDATE ${table} SET ${column} = counted.n FROM (
      SELECT parent.${key} AS key, count(child) AS n FROM ${table} parent LEFT JOIN ${counts} child
        ON ${countedKey(one, 'child')} = parent.${key} GROUP BY parent.${key}) counted
      WHERE ${table}.${key} = counted.key AND ${table}.${column} <> counted.n`
  })
  const trigger = (event: string, when: string, statements: string[]): DerivedTrigger => ({
    table,
    trigger: `${table}_counted_${event}`,
    function: `count_${table}_${event}`,
    body: ` BEGIN\n${statements.join('\n')}\n  RETURN NULL;\nEND `,
    event: `AFTER ${when}`,
    rebuild,
  })
  const columns = [...new Set(counters.flatMap(countedBy))]
  const each = (rows: string, sign: '+' | '-') =>
    grouped(counters, (one) => `${one.table} ${one.key}`).map(([, of]) => countRows(of, rows, sign))
  return [
    trigger('insert', `INSERT ON ${table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT`, each('added', '+')),
    trigger('delete', `DELETE ON ${table} REFERENCING OLD TABLE AS gone FOR EACH STATEMENT`, each('gone', '-')),
    trigger(
      'move',
      `UPDATE OF ${columns.join(', ')} ON ${table} FOR EACH ROW`,
      grouped(counters, (one) => countedKey(one, '')).map(([, of]) => moveRow(of)),
    ),
  ]
}

/**
 * One UPDATE for all counters of a table, so that each row is locked once. Several rows are locked by their key, so that
 * statements that count for the same rows do not deadlock.
 */
function countRows(counters: CounterNames[], rows: string, sign: '+' | '-'): string {
  const [{ table, key } = { table: '', key: '' }] = counters
  const set = counters.map(({ column }, n) => `${column} = p.${column} ${sign} c.n${n}`).join(', ')
  const parts = counters.map((one, n) => {
    const key = countedKey(one, rows)
    const counts = counters.map((_, other) => `${Number(other === n)} AS n${other}`).join(', ')
    return `SELECT ${key} AS key, ${counts} FROM ${rows} WHERE ${key} IS NOT NULL`
  })
  const sums = counters.map((_, n) => `sum(n${n}) AS n${n}`).join(', ')
  const keys = counters.map((one) => `SELECT ${countedKey(one, rows)} FROM ${rows}`).join(' UNION ')
  return `  IF EXISTS (SELECT FROM ${rows} OFFSET 1) THEN
    PERFORM FROM ${table} p WHERE p.${key} IN (${keys}) ORDER BY p.${key} FOR NO KEY UPDATE;
  END IF;
  UPDATE ${table} p SET ${set}
    FROM (SELECT key, ${sums} FROM (${parts.join(' UNION ALL ')}) ends GROUP BY key) c WHERE p.${key} = c.key;`
}

/** Counters by the same key. Both rows are locked by their key, so that two moves in opposite directions do not deadlock. */
function moveRow(counters: CounterNames[]): string {
  const updates = counters.flatMap((one) =>
    (['OLD', 'NEW'] as const).map((row) => {
      const { table, key, column } = one
      const change = row === 'OLD' ? '-' : '+'
      return `    UPDATE ${table} SET ${column} = ${column} ${change} 1 WHERE ${key} = ${countedKey(one, row)};`
    }),
  )
  const [keys] = counters.map((one) => `${countedKey(one, 'OLD')} IS DISTINCT FROM ${countedKey(one, 'NEW')}`)
  // In parentheses, because PL/pgSQL would take the THEN of a CASE for the THEN of the IF.
  const lock = grouped(counters, ({ table }) => table).map(([table, [one]]) => {
    const ends = (['OLD', 'NEW'] as const).map((row) => one && countedKey(one, row))
    return `    PERFORM FROM ${table} p WHERE p.${one?.key} IN (${ends.join(', ')}) ORDER BY p.${one?.key} FOR NO KEY UPDATE;`
  })
  return `  IF (${keys}) THEN\n${[...lock, ...updates].join('\n')}\n  END IF;`
}

function copyingTriggers({ table, column, by, of }: CopyNames): DerivedTrigger[] {
  const copy = `UPDATE ${table} SET ${column} = original.${of.column} FROM ${of.table} original
    WHERE original.${of.key} = ${table}.${by} AND ${table}.${column} IS DISTINCT FROM original.${of.column}`
  const names = (event: string) => ({
    trigger: `${table}_copied_${column}_${event}`,
    function: `copy_${table}_${column}_${event}`,
  })
  return [
    {
      ...names('insert'),
      table,
      body: ` BEGIN\n  ${copy}\n    AND ${table}.${by} IN (SELECT ${by} FROM added);\n  RETURN NULL;\nEND `,
      event: `AFTER INSERT ON ${table} REFERENCING NEW TABLE AS added FOR EACH STATEMENT`,
      rebuild: [copy],
    },
    {
      ...names('update'),
      table: of.table,
      body: ` BEGIN
  UPDATE ${table} SET ${column} = NEW.${of.column} WHERE ${by} = NEW.${of.key};
  RETURN NULL;
END `,
      event: `AFTER UPDATE OF ${of.column} ON ${of.table} FOR EACH ROW`,
      rebuild: [copy],
    },
  ]
}
