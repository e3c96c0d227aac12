import { getTableName } from 'drizzle-orm'
import { type AnyDatabase, columnsOf } from './tables.ts'

type Schema = Pick<ReturnType<AnyDatabase['schema']>, 'tables' | 'foreignKeys'>

/** A field that may refer to a row that is inserted later: it is set after that row. */
export interface Deferred {
  readonly field: string
  /** The field that it refers to, if that is of the same table. */
  readonly refersTo?: string | undefined
}

interface Table {
  readonly name: string
  readonly deferred: readonly Deferred[]
}

/** A foreign key of a table. */
interface Reference {
  /** The table that is referred to. */
  readonly to: string
  /** Its fields that may be null. */
  readonly deferrable: readonly Deferred[]
}

/**
 * The tables in an order in which their rows can be inserted: each after the tables that its foreign keys refer to. Where tables
 * refer to each other in a circle, fields that may be null are deferred.
 *
 * @throws if a circle has no such field.
 */
export function insertionOrder(schema: Schema): Table[] {
  const waiting = new Map(Object.keys(schema.tables).map((name) => [name, referencesOf(schema, name)]))
  const ordered: Table[] = []
  while (waiting.size > 0) {
    const isPlaced = ({ to }: Reference) => !waiting.has(to)
    const entries = [...waiting]
    const [name, references] =
      entries.find(([name, all]) => all.every((one) => isPlaced(one) || one.to === name)) ??
      entries.find(([, all]) => all.every((one) => isPlaced(one) || one.deferrable.length > 0)) ??
      []
    if (!name || !references)
      throw new Error(`The tables ${[...waiting.keys()].join(', ')} refer to each other, and no column may be null.`)
    ordered.push({ name, deferred: references.filter((one) => !isPlaced(one)).flatMap((one) => one.deferrable) })
    waiting.delete(name)
  }
  return ordered
}

function referencesOf({ tables, foreignKeys }: Schema, name: string): Reference[] {
  const table = tables[name]
  if (!table) return []
  const own = Object.entries(columnsOf(table))
  return foreignKeys
    .filter((key) => key.table === getTableName(table))
    .map(({ foreignTableAs: to, columns, foreignColumns }) => {
      const deferrable = own.flatMap(([field, column]) => {
        if (!column || column.notNull || !columns.includes(column.name)) return []
        const target = foreignColumns[columns.indexOf(column.name)]
        const refersTo = to === name ? own.find(([, other]) => other?.name === target)?.[0] : undefined
        return [{ field, refersTo }]
      })
      return { to, deferrable }
    })
}
