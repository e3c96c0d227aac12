import type { AnyRelations } from 'drizzle-orm'
import { getColumns, getColumnTable, getTableName, type Table } from 'drizzle-orm'
import type { Derived } from './derived/declarations.ts'
import { propertyOf } from './derived/folded-keys.ts'
import type { DerivedNames } from './derived/names.ts'
import { tableConfig } from './dialects/table-config.ts'

/** A foreign key, in the names of the database. */
export interface ForeignKey {
  name: string
  table: string
  columns: string[]
  foreignTable: string
  /** The name of the referenced table in the declarations. */
  foreignTableAs: string
  foreignColumns: string[]
}

/** The declarations of a domain, built for one engine. */
export interface Schema<Tables, Relations extends AnyRelations> {
  readonly tables: Tables
  readonly relations: Relations
  readonly foreignKeys: readonly ForeignKey[]
  /** The field of the rows that each column stands for, by `table.column`. */
  readonly fields: ReadonlyMap<string, string>
  /** The derived data that the database or the Store maintains. */
  readonly derived: readonly Derived[]
  /** The same in the names of the database. */
  readonly names: DerivedNames
  /** The folder of the migrations for this engine. */
  readonly migrations: string
}

/** The foreign keys of a domain's tables, in the names of the database. */
export function foreignKeysOf(tables: Record<string, Table>): ForeignKey[] {
  const declaredNames = new Map(Object.entries(tables).map(([name, table]) => [table, name]))
  return Object.values(tables)
    .flatMap((table) => [...tableConfig(table).foreignKeys])
    .map((key) => {
      const { columns, foreignTable, foreignColumns } = key.reference()
      return {
        name: key.getName(),
        table: getTableName(key.table),
        columns: columns.map(({ name }) => name),
        foreignTable: getTableName(foreignTable),
        foreignTableAs: declaredNames.get(foreignTable) ?? getTableName(foreignTable),
        foreignColumns: foreignColumns.map(({ name }) => name),
      }
    })
}

/** The columns of a foreign key in the notation of violations: `loans.book_id`, or `loans.book_id, loans.day`. */
export const columnsOf = ({ table, columns }: ForeignKey): string =>
  columns.map((column) => `${table}.${column}`).join(', ')

/** The field of the rows that each column stands for. A folded key stands for its text: `users.username_key` for `username`. */
export function fieldsOf(tables: readonly Table[], derived: readonly Derived[]): Map<string, string> {
  const fields = new Map(
    tables.flatMap((table) =>
      Object.entries(getColumns(table)).map(([field, { name }]) => [`${getTableName(table)}.${name}`, field] as const),
    ),
  )
  for (const one of derived) {
    if (one.kind !== 'foldedKey') continue
    fields.set(`${getTableName(getColumnTable(one.column))}.${one.column.name}`, propertyOf(one.of))
  }
  return fields
}
