import type { OverlapNames } from '../../derived/names.ts'
import type { DerivedObject } from './derived.ts'

/** After every number and every text: SQLite sorts blobs last. */
const NO_END = "x''"

/** The name of the index that the triggers read. */
export const indexOf = ({ name }: OverlapNames): string => `${name}_index`

/**
 * The triggers of a `noOverlap`, and the index that they read. Of the rows that start before a new one ends, only the last can
 * overlap it, since the others end before that one starts.
 */
export function overlapObjects(overlap: OverlapNames): DerivedObject[] {
  const { name, check, table, by, from, to } = overlap
  const refuse = `  SELECT RAISE(ABORT, 'CHECK constraint failed: ${check}') WHERE NEW.${from.name} >= NEW.${to.name};
  SELECT RAISE(ABORT, 'EXCLUDE constraint failed: ${name}') FROM (
    SELECT other.${to.name} AS ends FROM ${table} AS other
    WHERE other.${by.name} = NEW.${by.name} AND other.${from.name} < ifnull(NEW.${to.name}, ${NO_END}) AND other.rowid <> NEW.rowid
    ORDER BY other.${from.name} DESC LIMIT 1
  ) WHERE ifnull(ends, ${NO_END}) > NEW.${from.name};`
  const trigger = (event: string, head: string): DerivedObject => ({
    name: `${name}_${event}`,
    create: `CREATE TRIGGER ${name}_${event} AFTER ${head} ON ${table} BEGIN\n${refuse}\nEND`,
    rebuild: [],
  })
  return [
    {
      name: indexOf(overlap),
      create: `CREATE INDEX ${indexOf(overlap)} ON ${table} (${by.name}, ${from.name})`,
      rebuild: [],
      refused: {
        rows: `SELECT 1 FROM ${table} AS one LEFT JOIN ${table} AS other ON other.${by.name} = one.${by.name}
            AND other.rowid <> one.rowid AND other.${from.name} >= one.${from.name} AND other.${from.name} < ifnull(one.${to.name}, ${NO_END})
          WHERE other.rowid IS NOT NULL OR one.${from.name} >= one.${to.name} LIMIT 1`,
        message: `Rows of ${table} with the same ${by.name} overlap, or do not end after they start. Change them before ${name} is declared.`,
      },
    },
    trigger('insert', 'INSERT'),
    trigger('update', `UPDATE OF ${[by, from, to].map((column) => column.name).join(', ')}`),
  ]
}
