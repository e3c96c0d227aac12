import { z } from 'zod'
import { columnTypes } from './column-types.ts'
import type { Known } from './known.ts'
import { capital, Mistake, spoken } from './names.ts'
import type { Field } from './table.ts'

/** How a test file calls procedures. */
export interface Style {
  /** `api.service`, or `world.service`. */
  readonly service: string
  /** The parameter and the argument of functions that make rows. */
  readonly parameter: string
  readonly argument: string
  /** The id of a new user. */
  readonly user: string
}

/** A value in the code. */
export const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))

/** The call of the function that makes a row of a table. */
export const newRow = (singular: string, { argument }: Style) => `await new${capital(singular)}(${argument})`

/** A value of a column for a new row. */
export const sampleOf = ({ name, type, unique, reference }: Field, style: Style) =>
  reference
    ? newRow(reference.table.singular, style)
    : unique && type.fresh
      ? type.fresh(spoken(name))
      : literal(type.sample)

/** The functions that make rows of these tables, and of those that they refer to. @throws Mistake */
export function makersText(tables: Iterable<string>, known: Known, style: Style): string {
  const makers = new Map<string, string>()
  const add = (name: string) => {
    const { singular } = known.table(name)
    if (makers.has(name)) return
    makers.set(name, '')
    const made = name === 'users' ? style.user : `(await ${style.service}.${name}.create(${inputText(name)})).id`
    makers.set(name, `const new${capital(singular)} = async (${style.parameter}) => ${made}\n`)
  }
  const inputText = (name: string) => {
    const fields = Object.entries(known.input(`${name}.create`) ?? {})
    if (fields.length === 0)
      throw new Mistake(`The tests need rows of ${name}, and there is no procedure ${name}.create.`)
    const columns = known.columns(name)
    const values = fields.flatMap(([field, schema]) => {
      const column = columns.find((one) => one.name === field)
      const isNeeded = !z.safeParse(schema, undefined).success || (column?.required && column.refersTo !== undefined)
      if (!isNeeded) return []
      if (column?.refersTo !== undefined) {
        add(column.refersTo)
        return [`${field}: ${newRow(known.table(column.refersTo).singular, style)}`]
      }
      const type = Object.values(columnTypes).find(({ sample }) => z.safeParse(schema, sample).success)
      if (!type)
        throw new Mistake(`The tests need rows of ${name}, and ${name}.create takes ${field}, which has no sample.`)
      return [`${field}: ${column?.unique && type.fresh ? type.fresh(spoken(field)) : literal(type.sample)}`]
    })
    return `{ ${values.join(', ')} }`
  }
  for (const table of tables) add(table)
  return [...makers.values()].join('')
}

/** The counter of values that are new each time, if the text has one. */
export const counterText = (text: string) => (/\+\+made/.test(text) ? `let made = 0\n${text}` : text)
