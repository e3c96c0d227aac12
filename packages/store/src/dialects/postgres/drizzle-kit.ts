import { getColumns, getTableName, is, sql, type Table } from 'drizzle-orm'
import { check, index, PgTable } from 'drizzle-orm/pg-core'
import { type DerivedNames, type OverlapNames, searchName } from '../../derived/names.ts'
import { withExtra } from '../extra-config.ts'
import { exclusionOf } from './overlaps.ts'

/** Adds the search indexes, and the constraints of `noOverlap`, to the definitions of the tables, so that a push does not drop them. */
export function withDerivedIndexes(tables: readonly Table[], { searches, overlaps }: DerivedNames): void {
  for (const table of tables) {
    if (!is(table, PgTable)) continue
    const name = getTableName(table)
    const searched = searches.find((one) => one.table === name)?.columns ?? []
    const columns = Object.values(getColumns(table)).filter(({ name }) => searched.includes(name))
    const indexes = columns.map((column) =>
      index(`${searchName(name)}_${column.name}`).using('gin', sql`search_key(${column}) gin_trgm_ops`),
    )
    withExtra(table, [...indexes, ...constraintsOf(overlaps.filter((one) => one.table === name))])
  }
}

function constraintsOf(overlaps: readonly OverlapNames[]) {
  const exclusions = overlaps.map((overlap) => {
    const { one, time, rows } = exclusionOf(overlap)
    return index(overlap.name).using('gist', sql.raw(one), sql.raw(time)).where(sql.raw(rows))
  })
  // Several may have one check.
  const checks = new Map(overlaps.map(({ check, from, to }) => [check, `${from.name} < ${to.name}`]))
  return [...exclusions, ...[...checks].map(([name, condition]) => check(name, sql.raw(condition)))]
}
