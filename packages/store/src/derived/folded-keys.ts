import { type AnyColumn, getColumns, getColumnTable, getTableName, type Table } from 'drizzle-orm'
import { fold } from '../fold.ts'
import type { Derived, FoldedKey } from './declarations.ts'

type Row = Record<string, unknown>
/** The parts of both engines' query builders that write rows. */
interface Statements {
  insert(table: Table, ...columns: never[]): Insert
  update(table: Table): { set(values: Row): unknown }
}
interface Insert {
  values(rows: Row | Row[]): { onConflictDoUpdate(config: { set: Row }): unknown }
  select(query: never): unknown
}
interface Writer extends Statements {
  with(...queries: never[]): Statements
}

/**
 * Makes a query builder set the folded keys in every INSERT and UPDATE, and refuse those whose keys it cannot know.
 *
 * @param writer a query builder of either engine. Its own types are unchanged.
 */
export function setFoldedKeys(writer: Writer, derived: readonly Derived[]): void {
  const keys = derived.filter((one) => one.kind === 'foldedKey')
  const known = Map.groupBy(keys.map(propertiesOf), ({ table }) => table)
  fillStatements(writer, known)
  const withQueries = writer.with.bind(writer)
  writer.with = (...queries) => fillStatements(withQueries(...queries), known)
}

function fillStatements(statements: Statements, known: ReadonlyMap<Table, KeyProperties[]>): Statements {
  const insert = statements.insert.bind(statements)
  statements.insert = (table, ...columns) => {
    const builder = insert(table, ...columns)
    const keys = known.get(table)
    return keys ? fillInsert(builder, table, keys) : builder
  }
  const update = statements.update.bind(statements)
  statements.update = (table) => {
    const builder = update(table)
    const keys = known.get(table)
    if (!keys) return builder
    const set = builder.set.bind(builder)
    builder.set = (values) => set(withKeys(values, keys))
    return builder
  }
  return statements
}

function fillInsert(builder: Insert, table: Table, keys: KeyProperties[]): Insert {
  const values = builder.values.bind(builder)
  builder.values = (rows) => {
    const inserted = values(Array.isArray(rows) ? rows.map((row) => withKeys(row, keys)) : withKeys(rows, keys))
    const onConflictDoUpdate = inserted.onConflictDoUpdate.bind(inserted)
    inserted.onConflictDoUpdate = (config) => onConflictDoUpdate({ ...config, set: withKeys(config.set, keys) })
    return inserted
  }
  builder.select = () => {
    throw new Error(
      `${getTableName(table)} has folded keys, which INSERT ... SELECT cannot compute: insert the rows as values`,
    )
  }
  return builder
}

interface KeyProperties {
  table: Table
  key: string
  of: string
}

const propertiesOf = ({ column, of }: FoldedKey): KeyProperties => ({
  table: getColumnTable(column),
  key: propertyOf(column),
  of: propertyOf(of),
})

/** The name that a column has in the rows of its table. */
export function propertyOf(column: AnyColumn): string {
  const table: Table = getColumnTable(column)
  const found = Object.entries(getColumns(table)).find(([, one]) => one.name === column.name)
  if (!found) throw new Error(`${getTableName(table)} has no ${column.name}`)
  return found[0]
}

function withKeys(row: Row, keys: KeyProperties[]): Row {
  const filled = { ...row }
  for (const { table, key, of } of keys) {
    const text = row[of]
    if (text === undefined) {
      if (row[key] !== undefined) throw new Error(`${getTableName(table)}.${key} is set by a value for ${of} only`)
      continue
    }
    if (typeof text === 'string') filled[key] = fold(text)
    else if (row[key] === undefined)
      throw new Error(`${getTableName(table)}.${key}: an SQL expression for ${of} needs a value for the key`)
  }
  return filled
}
