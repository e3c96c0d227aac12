import type { Known } from './known.ts'
import { withImports } from './layout.ts'
import { spoken, withArticle } from './names.ts'
import { takenReason } from './noun-text.ts'
import { counterText, makersText, newRow, sampleOf } from './samples.ts'
import type { Field, NewTable } from './table.ts'
import { describe, missingId, type Referring, style, takenOf, taking, test } from './test-parts.ts'
import { treeTests } from './tree-text.ts'
import { deleteTests, updateTests } from './write-test-text.ts'

/** What the tests of new nouns may use. */
export const testModules = {
  '@trellis/rpc/testing': ['everyPage'],
  vitest: ['describe', 'expect', 'test'],
  '../testing.ts': ['expectRefusal', 'setupApi'],
}

/** The file of the tests. */
export function testText(table: NewTable, known: Known): string {
  const { plural, singular, fields, owner } = table
  const others = fields.filter((field) => field !== owner)
  const references = others.flatMap((field) => (field.reference ? [{ ...field, reference: field.reference }] : []))
  const input = others.filter(({ optional }) => !optional).map((field) => `${field.name}: ${sampleOf(field, style)}`)
  const text = `const api = await setupApi()
const caller = ${owner ? 'api.as(await api.newUser())' : 'api.service'}
const { create, update, delete: remove } = caller.${plural}
const { byId, list } = ${owner ? 'caller' : 'api.anyone'}.${plural}

${makersText(new Set(references.map(({ reference }) => reference.table.name)), known, style)}
/** The input of a new ${spoken(singular)}. */
const newInput = async () => ({ ${input.join(', ')} })

${describe(`${plural}.create`, createTests(table, others, references))}
${describe(`${plural}.list`, listTests(table, references))}
${table.parent ? `${treeTests(table)}\n` : ''}${describe(`${plural}.update`, updateTests(table, others, references))}
${describe(`${plural}.delete`, deleteTests(table, references, known))}
test('refuse for every reason they declare', () => expect(api.unseenReasons('${plural}.')).toEqual([]))
`
  return withImports(counterText(text), testModules)
}

function createTests(table: NewTable, others: readonly Field[], references: readonly Referring[]): string[] {
  const { plural, singular, reason, owner, parent } = table
  const optional = others.filter((field) => field.optional)
  const nulls = [...(parent ? [`${parent}Id: null`] : []), ...optional.map(({ name }) => `${name}: null`)]
  const all = [...nulls, ...(owner ? [`${owner.name}: expect.any(Number)`] : [])].map((value) => `${value}, `).join('')
  const created = [
    'const input = await newInput()',
    `const ${singular} = await create(input)`,
    `expect(${singular}).toEqual({ id: expect.any(Number), ${all}...input, version: 1 })`,
    `expect(await byId({ id: ${singular}.id })).toEqual(${singular})`,
  ]
  const whole = [
    `const input = { ...(await newInput()), ${optional.map((field) => `${field.name}: ${sampleOf(field, style)}`).join(', ')} }`,
    'expect(await create(input)).toMatchObject(input)',
  ]
  const missing = references.map(
    (field) =>
      `await expectRefusal(create({ ...(await newInput()), ${field.name}: ${missingId(field)} }), '${field.reference.table.missing}')`,
  )
  const taken = others
    .filter(({ unique }) => unique)
    .flatMap((field) => [
      ...taking(field),
      `await expectRefusal(create({ ...(await newInput()), ...${takenOf(field)} }), '${takenReason(reason, field.name)}', ['${field.name}'])`,
    ])
  const callers = [
    'const input = await newInput()',
    `await expectRefusal(api.anyone.${plural}.create(input), 'NOT_SIGNED_IN')`,
    ...(owner
      ? [
          'const { id } = await api.newUser()',
          `await expectRefusal(create({ ...input, ${owner.name}: id }), 'NOT_ALLOWED')`,
          `expect(await api.service.${plural}.create({ ...input, ${owner.name}: id })).toMatchObject({ ${owner.name}: id })`,
          `const nobody = api.service.${plural}.create({ ...input, ${owner.name}: 999_999 })`,
          `await expectRefusal(nobody, '${owner.reference?.table.missing}')`,
        ]
      : [
          `await expectRefusal(api.as(await api.newUser()).${plural}.create(input), 'NOT_ALLOWED')`,
          `await api.as(await api.newUser(), 'admin').${plural}.create(input)`,
        ]),
  ]
  return [
    test(`creates ${withArticle(singular)}`, created),
    ...(optional.length > 0 ? [test('takes what is optional', whole)] : []),
    ...(missing.length > 0 ? [test('refuses rows that do not exist', missing)] : []),
    ...(taken.length > 0 ? [test('refuses what is taken', taken)] : []),
    test(owner ? 'is for the owner' : 'is for admins and services', callers),
  ]
}

function listTests({ singular }: NewTable, references: readonly Referring[]): string[] {
  const pages = [
    'const created = [await create(await newInput()), await create(await newInput()), await create(await newInput())]',
    'const listed = await everyPage((cursor) => list({ limit: 2, cursor }))',
    'expect(listed.slice(0, 3)).toEqual(created.reverse())',
    'expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length)',
  ]
  const filtered = references.map(({ name, reference }) =>
    test(`has those of one ${spoken(reference.as)}`, [
      'await create(await newInput())',
      `const ${name} = ${newRow(reference.table.singular, style)}`,
      `const ${singular} = await create({ ...(await newInput()), ${name} })`,
      `expect((await list({ ${name} })).items).toEqual([${singular}])`,
    ]),
  )
  return [test(`has every ${spoken(singular)} once, newest first, page by page`, pages), ...filtered]
}
