import { type Column, getColumnTable, getTableName } from 'drizzle-orm'
import type { SearchNames } from './names.ts'

/**
 * The declaration of the search index for columns of a table.
 *
 * @throws if there is none: a search would scan the table.
 */
export function searched(searches: readonly SearchNames[], columns: readonly [Column, ...Column[]]) {
  const table = getTableName(getColumnTable(columns[0]))
  const names = columns.map(({ name }) => name)
  const declared = searches.find((one) => one.table === table && names.every((name) => one.columns.includes(name)))
  if (!declared) throw new Error(`${table} (${names.join(', ')}) needs a search(...) in \`derived\``)
  return { table, names, all: declared.columns.length === names.length }
}
