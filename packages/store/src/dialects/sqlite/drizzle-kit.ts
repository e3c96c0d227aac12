import { getColumns, getTableName, is, type Table } from 'drizzle-orm'
import { index, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { DerivedNames } from '../../derived/names.ts'
import { withExtra } from '../extra-config.ts'
import { indexOf } from './overlaps.ts'

/** Adds the indexes of `noOverlap` to the definitions of the tables, so that a push does not drop them. */
export function withDerivedIndexes(tables: readonly Table[], { overlaps }: DerivedNames): void {
  for (const table of tables) {
    if (!is(table, SQLiteTable)) continue
    const columns = Object.values(getColumns(table))
    const indexes = overlaps
      .filter((one) => one.table === getTableName(table))
      .flatMap((one) => {
        const [by, from] = [one.by, one.from].map(({ name }) => columns.find((column) => column.name === name))
        return by && from ? [index(indexOf(one)).on(by, from)] : []
      })
    withExtra(table, indexes)
  }
}
