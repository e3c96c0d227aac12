import type { OverlapNames } from '../../derived/names.ts'
import type { DerivedIndex, DerivedTrigger } from './derived.ts'

/** The range types of columns. */
const ranges: readonly [type: RegExp, range: string][] = [
  [/^bigint$/, 'int8range'],
  [/^integer$/, 'int4range'],
  [/^numeric/, 'numrange'],
  [/^date$/, 'daterange'],
  [/^timestamp.* with time zone$/, 'tstzrange'],
  [/^uuid$/, 'uuid_range'],
]

/** PostgreSQL has no range of UUIDs of its own. */
const uuidRange = `DO $$ BEGIN CREATE TYPE uuid_range AS RANGE (subtype = uuid);
  EXCEPTION WHEN duplicate_object THEN NULL; END $$`

function rangeOf({ type }: OverlapNames['by'], constraint: string): string {
  const range = ranges.find(([pattern]) => pattern.test(type))?.[1]
  if (!range) throw new Error(`noOverlap: ${constraint} has a column of the type ${type}, for which there is no range`)
  return range
}

/**
 * The expressions of an exclusion constraint, and the rows that it compares. `by` is a range of one value: an index of ranges needs
 * no extension, and an index of other values would need `btree_gist`.
 */
export function exclusionOf({ name, by, from, to }: OverlapNames) {
  return {
    one: `${rangeOf(by, name)}(${by.name}, ${by.name}, '[]')`,
    time: `${rangeOf(from, name)}(${from.name}, ${to.name})`,
    // A row whose end is before its start has no range. One that was deleted is still read when the index is built.
    rows: `${by.name} IS NOT NULL AND (${from.name} < ${to.name} OR ${from.name} IS NOT NULL AND ${to.name} IS NULL)`,
  }
}

/** The constraints of a `noOverlap`. */
export function overlapConstraints(overlap: OverlapNames): DerivedIndex[] {
  const { name, check, table, by, from, to } = overlap
  const { one, time, rows } = exclusionOf(overlap)
  const exclusion = `EXCLUDE USING gist (${one} WITH =, ${time} WITH &&) WHERE (${rows})`
  return [
    { name: check, table, create: `ALTER TABLE ${table} ADD CONSTRAINT ${check} CHECK (${from.name} < ${to.name})` },
    {
      name,
      table,
      create: `${by.type === 'uuid' ? `${uuidRange};\n` : ''}ALTER TABLE ${table} ADD CONSTRAINT ${name} ${exclusion}`,
    },
  ]
}

/** A transaction that writes many values of `by` holds at most this many locks, which share the memory of the server. */
const LOCKS = 512

/**
 * Writers of one `by` take turns. Without it, two rows that overlap wait for each other's transaction in the index, and
 * PostgreSQL ends one only after its `deadlock_timeout` of a second.
 */
export function overlapTrigger({ name, table, by, from, to }: OverlapNames): DerivedTrigger {
  return {
    table,
    trigger: `${name}_turns`,
    function: `${name}_turns`,
    body: ` BEGIN
  IF NEW.${by.name} IS NOT NULL AND NEW.${from.name} IS NOT NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('${name}'), hashtext(NEW.${by.name}::text) & ${LOCKS - 1});
  END IF;
  RETURN NEW;
END `,
    event: `BEFORE INSERT OR UPDATE OF ${[by, from, to].map((column) => column.name).join(', ')} ON ${table} FOR EACH ROW`,
    rebuild: [],
  }
}
