import { type ColumnType, columnTypes } from './column-types.ts'
import type { Known, KnownTable } from './known.ts'
import { capital, checkName, checkSingular, constant, Mistake, path, singularOf, snake } from './names.ts'

/** A reference to a row of another table. */
export interface Reference {
  readonly table: KnownTable
  /** Without `Id`: `practitioner`. */
  readonly as: string
  readonly onDelete: 'restrict' | 'cascade' | 'setNull'
  /** What the rows are called at the other table. */
  readonly many: string
}

/** A column of a new table. */
export interface Field {
  readonly name: string
  readonly type: ColumnType
  readonly optional: boolean
  readonly unique: boolean
  readonly indexed: boolean
  readonly reference?: Reference
}

/** The names of a noun in the code. */
export interface Noun {
  /** `labResults` */
  readonly plural: string
  /** `labResult` */
  readonly singular: string
  /** `LabResult` */
  readonly type: string
  /** `LAB_RESULT` */
  readonly reason: string
  /** `lab_results` */
  readonly stored: string
  /** `lab-results` */
  readonly path: string
}

/** A table to be written. */
export interface NewTable extends Noun {
  readonly fields: readonly Field[]
  /** The reference to the user who owns a row. */
  readonly owner?: Field
  /** In a tree, the column of the row above: `parent`. */
  readonly parent?: string
}

/** What the command line says of a table. */
export interface TableOptions {
  readonly self?: string
  readonly owner?: string
  readonly singular?: string
}

const marks = ['optional', 'unique', 'index', 'cascade', 'setNull']
const taken = ['id', 'version', 'createdAt', 'updatedAt', 'depth', 'maxDepth', 'limit', 'cursor']
const idTypes = {
  number: { table: 'c.ref()', input: 'id', view: 'z.number()', sample: 1, other: 2 },
  uuid: { table: "c.ref('uuid')", input: 'uuid', view: 'z.string()', sample: '', other: '' },
} satisfies Record<string, ColumnType>

/** The names of a new noun. @throws Mistake if they are no names, or not free. */
export function nounOf(plural: string, known: Known, given?: string): Noun {
  checkName(plural, 'a table')
  const singular = given ?? singularOf(plural)
  if (singular === undefined || singular === plural)
    throw new Mistake(`"${plural}" is not a plural. Name the table in the plural, or add --singular <name>.`)
  checkSingular(singular)
  if (known.tables.includes(plural)) throw new Mistake(`There is a table ${plural} already.`)
  if (known.nouns.has(plural)) throw new Mistake(`There are procedures ${plural} already.`)
  return {
    plural,
    singular,
    type: capital(singular),
    reason: constant(singular),
    stored: snake(plural),
    path: path(plural),
  }
}

/** Reads what the command line says of a table. @throws Mistake */
export function tableOf(name: string, columns: readonly string[], options: TableOptions, known: Known): NewTable {
  const noun = nounOf(name, known, options.singular)
  if (columns.length === 0) throw new Mistake('Name at least one column, such as name:text.')
  const read = inTurn(columns.map((column) => fieldOf(column, known)))
  const fields = read.map((field) => {
    const { reference } = field
    if (!reference) return field
    // Several references to one table need several names there.
    const alone = read.filter((other) => other.reference?.table.name === reference.table.name).length === 1
    const many = alone ? name : `${reference.as}${capital(name)}`
    if (known.hasRelation(reference.table.name, many))
      throw new Mistake(`${reference.table.name} has a relation ${many} already: choose another name.`)
    return { ...field, reference: { ...reference, many } }
  })
  const names = fields.map((field) => field.name)
  const { self: parent } = options
  if (parent !== undefined) {
    checkName(parent, 'a column')
    names.push(`${parent}Id`)
  }
  for (const name of names) {
    if (taken.includes(name)) throw new Mistake(`Every table has a column or an input ${name}: choose another name.`)
    if (names.indexOf(name) !== names.lastIndexOf(name)) throw new Mistake(`Two columns are called ${name}.`)
  }
  if (!fields.some((field) => !field.reference))
    throw new Mistake(
      'Add a column that is no reference, such as name:text. For a many-to-many relation: add relation.',
    )
  const owner = ownerOf(fields, options)
  if (owner && parent !== undefined) throw new Mistake('--self and --owner do not go together.')
  return { ...noun, fields, ...(owner && { owner }), ...(parent !== undefined && { parent }) }
}

/** Gives the instants of a row one hour each in the tests: an appointment ends after it starts. */
function inTurn(fields: readonly Field[]): Field[] {
  let hour = 8
  return fields.map((field) => {
    if (field.type !== columnTypes.instant) return field
    const day = `2030-01-01T${String(hour++).padStart(2, '0')}`
    return { ...field, type: { ...field.type, sample: `${day}:00:00.000Z`, other: `${day}:15:00.000Z` } }
  })
}

function ownerOf(fields: readonly Field[], { owner }: TableOptions): Field | undefined {
  if (owner === undefined) return undefined
  const field = fields.find(({ reference }) => reference?.as === owner && reference.table.name === 'users')
  if (!field) throw new Mistake(`--owner: no column ${owner} refers to users. Add ${owner}:users.`)
  if (field.optional) throw new Mistake(`--owner: every row needs an owner, so ${owner} cannot be optional.`)
  return field
}

function fieldOf(text: string, known: Known): Field {
  const [name = '', typeName = '', ...given] = text.split(':')
  const plain = columnTypes[typeName]
  checkName(plain ? name : `${name}Id`, 'a column')
  for (const mark of given) {
    if (!marks.includes(mark)) throw new Mistake(`${text}: "${mark}" is not one of ${marks.join(', ')}.`)
  }
  const has = (mark: string) => given.includes(mark)
  if (!plain && !known.tables.includes(typeName)) {
    const types = Object.keys(columnTypes).join(', ')
    throw new Mistake(`${text}: "${typeName}" is neither a type (${types}) nor a table (${known.tables.join(', ')}).`)
  }
  const field = { optional: has('optional'), unique: has('unique'), indexed: has('index') }
  if (plain) {
    if (has('cascade') || has('setNull')) throw new Mistake(`${text}: only a reference can have cascade or setNull.`)
    if (field.unique && !plain.fresh) throw new Mistake(`${text}: a ${typeName} cannot be unique.`)
    return { name, type: plain, ...field }
  }
  if (has('cascade') && has('setNull')) throw new Mistake(`${text}: either cascade or setNull.`)
  if (has('setNull') && !field.optional) throw new Mistake(`${text}: setNull needs optional.`)
  if (/Id$/.test(name)) throw new Mistake(`${text}: name the reference without Id: ${name.slice(0, -2)}.`)
  const table = known.table(typeName)
  const onDelete = has('cascade') ? 'cascade' : has('setNull') ? 'setNull' : 'restrict'
  return { name: `${name}Id`, type: idTypes[table.id], ...field, reference: { table, as: name, onDelete, many: '' } }
}
