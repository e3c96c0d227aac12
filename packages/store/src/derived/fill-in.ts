import { type AnyColumn, getColumns, getColumnTable, getTableName, type Table } from 'drizzle-orm'
import { fold } from '../fold.ts'
import type { Derived, FoldedKey } from './declarations.ts'

type Row = Record<string, unknown>
/** The part of both engines' query builders that writes rows. */
interface Writer {
  insert(table: Table): { values(rows: Row | Row[]): unknown }
  update(table: Table): { set(values: Row): unknown }
}

/**
 * Makes a query builder set the folded keys in every INSERT and UPDATE.
 *
 * @param writer a query builder of either engine. Its own types are unchanged.
 */
export function fillIn(writer: Writer, derived: readonly Derived[]): void {
  const keys = derived.filter((one) => one.kind === 'foldedKey')
  const known = Map.groupBy(keys.map(propertiesOf), ({ table }) => table)

  const insert = writer.insert.bind(writer)
  writer.insert = (table) => {
    const builder = insert(table)
    const keys = known.get(table)
    if (!keys) return builder
    const fill = (row: Row) => withKeys(row, keys)
    const values = builder.values.bind(builder)
    builder.values = (rows) => values(Array.isArray(rows) ? rows.map(fill) : fill(rows))
    return builder
  }

  const update = writer.update.bind(writer)
  writer.update = (table) => {
    const builder = update(table)
    const keys = known.get(table)
    if (!keys) return builder
    const set = builder.set.bind(builder)
    builder.set = (values) => set(withKeys(values, keys))
    return builder
  }
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
    if (text === undefined) continue
    if (typeof text === 'string') filled[key] = fold(text)
    else if (row[key] === undefined)
      throw new Error(`${getTableName(table)}.${key}: an SQL expression for ${of} needs a value for the key`)
  }
  return filled
}
