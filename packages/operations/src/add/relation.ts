import type { Known, KnownTable } from './known.ts'
import { capital, constant, Mistake, snake } from './names.ts'
import { type Noun, nounOf } from './table.ts'

/** One side of a relation. */
export interface Side extends KnownTable {
  /** The column that refers to it: `patientId`. */
  readonly column: string
  /** `LAB_RESULT` */
  readonly reason: string
  /** `lab-results` */
  readonly path: string
  /** What its rows are called at the other side: `favouritePatients`. */
  readonly relation: string
  /** The view of a row in a list: one that there is, or the fields of a short one. */
  readonly view: { readonly name: string } | { readonly fields: readonly string[] }
}

/** A many-to-many relation to be written. */
export interface NewRelation extends Noun {
  /** Those who have others: `patients`. If they are users, each writes the own rows. */
  readonly from: Side
  /** Those who are counted: `practitioners`. */
  readonly to: Side
  /** The column that counts the links of a row of `to`. */
  readonly counter?: string
}

/** The columns by which people tell rows apart. */
const naming = ['username', 'name', 'title', 'fullName']

/** Reads what the command line says of a relation. @throws Mistake */
export function relationOf(
  name: string,
  sides: string,
  options: { counter?: true; singular?: string },
  known: Known,
): NewRelation {
  const noun = nounOf(name, known, options.singular)
  const [from, to, ...more] = sides.split(':')
  if (!from || !to || more.length > 0)
    throw new Mistake(`"${sides}" does not name two tables, such as patients:practitioners.`)
  if (from === to)
    throw new Mistake(`${sides}: write a relation of a table with itself by hand. Its two columns need names.`)
  const sideOf = (table: KnownTable): Side => {
    if (!known.isPublic(table.name))
      throw new Mistake(`Not everybody reads ${table.name}, and the lists of a relation do. Write this one by hand.`)
    const view = `${capital(table.singular)}View`
    const columns = new Set(known.columns(table.name).map((column) => column.name))
    return {
      ...table,
      column: `${table.singular}Id`,
      reason: constant(table.singular),
      path: snake(table.name).replaceAll('_', '-'),
      relation: `${noun.singular}${capital(table.name)}`,
      view:
        table.name !== 'users' && known.hasView(view, table.name)
          ? { name: view }
          : { fields: naming.filter((column) => columns.has(column)).slice(0, 1) },
    }
  }
  const [one, other] = [sideOf(known.table(from)), sideOf(known.table(to))]
  for (const [side, there] of [
    [one, other],
    [other, one],
  ] as const) {
    if (known.hasRelation(there.name, side.relation))
      throw new Mistake(`${there.name} has a relation ${side.relation} already: choose another name.`)
    if (side.name === name) throw new Mistake(`The relation and a table cannot both be called ${name}.`)
  }
  const counter = `${noun.singular}Count`
  if (options.counter && known.columns(to).some((column) => column.name === counter))
    throw new Mistake(`${to} has a column ${counter} already: choose another name.`)
  return { ...noun, from: one, to: other, ...(options.counter && { counter }) }
}
