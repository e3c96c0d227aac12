import { capital } from './names.ts'
import { type Style, sampleOf } from './samples.ts'
import type { Field, Reference } from './table.ts'

/** How the tests beside a router call procedures. */
export const style: Style = {
  service: 'api.service',
  parameter: '',
  argument: '',
  user: '(await api.newUser()).id',
}

/** A column that refers to another table. */
export type Referring = Field & { readonly reference: Reference }

/** An id that no row has. */
export const missingId = ({ reference }: Referring) =>
  reference.table.id === 'uuid' ? "'0190c0de-0000-7000-8000-00000000dead'" : '999_999'
/** The variable with the value of a unique column that a row has: a column can have the name of a variable. */
export const takenOf = ({ name }: Field) => `taken${capital(name)}`
/** The lines that make a row with a value of a unique column. */
export const taking = (field: Field) => [
  `const ${takenOf(field)} = { ${field.name}: ${sampleOf(field, style)} }`,
  `await create({ ...(await newInput()), ...${takenOf(field)} })`,
]

/** A test, and a group of tests. */
export const test = (title: string, lines: readonly string[]) =>
  `  test('${title}', async () => {\n    ${lines.join('\n    ')}\n  })\n`
export const describe = (title: string, tests: readonly string[]) =>
  `describe('${title}', () => {\n${tests.join('\n')}})\n`
