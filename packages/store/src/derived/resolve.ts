import { createHash } from 'node:crypto'
import { type AnyColumn, getColumns, getColumnTable, getTableName, type Table } from 'drizzle-orm'
import { primaryKeyOf } from '../dialects/table-config.ts'
import type { ForeignKey } from '../schema.ts'
import type { Counter, Derived, Journaled, NoOverlap } from './declarations.ts'
import type { DerivedNames, JournalNames, OverlapNames } from './names.ts'
import { purposeOf } from './purpose.ts'

/** The tables that the declarations of a domain are checked against. */
export interface Declared {
  tables: Readonly<Record<string, Table>>
  foreignKeys: readonly ForeignKey[]
}

/**
 * Finds the foreign keys that the declarations depend on.
 *
 * @throws an error that names the column, if a declaration has no foreign key or a column has no declaration.
 */
export function resolve(derived: readonly Derived[], { tables, foreignKeys }: Declared): DerivedNames {
  const names: DerivedNames = { counters: [], copies: [], searches: [], appendOnly: [], journals: [], overlaps: [] }
  for (const one of derived) {
    if (one.kind === 'counter') {
      const table = tableOf(one.column)
      checkCounted(one)
      names.counters.push({ ...target(one.by, table, 'counter', one.column), ...counted(one) })
    } else if (one.kind === 'copy') {
      const of = { ...target(one.by, tableOf(one.of), 'copied', one.column), column: one.of.name }
      names.copies.push({ table: tableOf(one.column), column: one.column.name, by: one.by.name, of })
    } else if (one.kind === 'search') {
      const { id } = getColumns(one.table)
      if (id && !/int/.test(id.getSQLType()))
        throw new Error(`search(${getTableName(one.table)}): the index finds rows by an id that is a number`)
      names.searches.push({ table: getTableName(one.table), columns: one.columns.map(({ name }) => name) })
    } else if (one.kind === 'appendOnly') {
      names.appendOnly.push(getTableName(one.table))
    } else if (one.kind === 'journal') {
      names.journals.push(journaled(one, tables))
    } else if (one.kind === 'noOverlap') {
      names.overlaps.push(overlapping(one))
    }
  }
  const declared = new Set(derived.flatMap((one) => ('column' in one ? nameOf(one.column) : [])))
  for (const column of Object.values(tables).flatMap((table) => Object.values(getColumns(table)))) {
    const purpose = purposeOf(column)
    if (purpose && !declared.has(nameOf(column)))
      throw new Error(`${nameOf(column)} needs a ${purpose}(...) in \`derived\``)
  }
  return names

  /** The table to which `by` refers, and the column that is its key. */
  function target(by: AnyColumn, table: string, kind: string, column: AnyColumn) {
    const from = tableOf(by)
    for (const key of foreignKeys) {
      const index = key.table === from && key.foreignTable === table ? key.columns.indexOf(by.name) : -1
      const foreign = key.foreignColumns[index]
      if (foreign) return { table, key: foreign }
    }
    throw new Error(`${kind}(${nameOf(column)}): ${nameOf(by)} has no foreign key to ${table}`)
  }
}

function journaled({ table, by, updates }: Journaled, tables: Declared['tables']): JournalNames {
  const columns = Object.entries(getColumns(table)).map(([as, { name }]) => ({ as, name }))
  const names = by.map(({ name }) => name)
  const as = Object.entries(tables).find(([, one]) => one === table)?.[0]
  if (as === undefined) throw new Error(`journal(${getTableName(table)}): the table is not declared`)
  const key = primaryKeyOf(table).map(([as, { name }]) => ({ as, name }))
  if (key.length === 0) throw new Error(`journal(${getTableName(table)}): the table has no primary key`)
  return {
    ...{ table: getTableName(table), as, key, isByOnly: updates === 'by' },
    by: columns.filter(({ name }) => names.includes(name)),
  }
}

function overlapping({ table, by, from, to }: NoOverlap): OverlapNames {
  const name = getTableName(table)
  for (const column of [by, from, to])
    if (tableOf(column) !== name) throw new Error(`noOverlap(${name}): ${nameOf(column)} is a column of another table`)
  const typed = (column: AnyColumn) => ({ name: column.name, type: column.getSQLType() })
  return {
    name: bounded(`${name}_${by.name}_${from.name}_${to.name}_excl`),
    check: bounded(`${name}_${from.name}_before_${to.name}`),
    table: name,
    by: typed(by),
    from: typed(from),
    to: typed(to),
  }
}

/** A name to which 7 characters can be added: PostgreSQL cuts names after 63. */
function bounded(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return name.length <= 56 ? name : `${name.slice(0, 47)}_${hash}`
}

const counted = ({ column, counts, by, unlessNull }: Counter) => ({
  column: column.name,
  counts: getTableName(counts),
  by: by.name,
  unlessNull: unlessNull?.name,
})

function checkCounted({ column, counts, by }: Counter): void {
  if (tableOf(by) === getTableName(counts)) return
  throw new Error(`counter(${nameOf(column)}): ${nameOf(by)} is not a column of ${getTableName(counts)}`)
}

const tableOf = (column: AnyColumn) => getTableName(getColumnTable(column))
const nameOf = (column: AnyColumn) => `${tableOf(column)}.${column.name}`
