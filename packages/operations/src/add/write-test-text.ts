import type { Known } from './known.ts'
import { spoken, withArticle } from './names.ts'
import { takenReason } from './noun-text.ts'
import { literal, newRow, sampleOf } from './samples.ts'
import type { Field, NewTable } from './table.ts'
import { missingId, type Referring, style, takenOf, taking, test } from './test-parts.ts'

/** The tests of `update`. */
export function updateTests(table: NewTable, others: readonly Field[], references: readonly Referring[]): string[] {
  const { singular, reason } = table
  const plain = others.filter((field) => !field.reference)
  const changed = plain.find(({ unique }) => !unique) ?? plain[0]
  const change =
    changed && `${changed.name}: ${changed.unique ? sampleOf(changed, style) : literal(changed.type.other)}`
  const uniques = others.filter(({ unique }) => unique)
  const refused = [
    `await expectRefusal(update({ id: 999_999, ${change} }), '${reason}_NOT_FOUND')`,
    ...(references.length + uniques.length > 0 ? ['const { id } = await create(await newInput())'] : []),
    ...references.map(
      (field) =>
        `await expectRefusal(update({ id, ${field.name}: ${missingId(field)} }), '${field.reference.table.missing}')`,
    ),
    ...uniques.flatMap((field) => [
      ...taking(field),
      `await expectRefusal(update({ id, ...${takenOf(field)} }), '${takenReason(reason, field.name)}', ['${field.name}'])`,
    ]),
  ]
  return [
    test(`changes what is given, unless the ${spoken(singular)} has changed since`, [
      `const ${singular} = await create(await newInput())`,
      `const { id, version } = ${singular}`,
      `expect(await update({ id, version })).toEqual(${singular})`,
      `const updated = await update({ id, version, ${change} })`,
      `expect(updated).toEqual({ ...${singular}, ${changed?.name}: updated.${changed?.name}, version: version + 1 })`,
      'expect(await byId({ id })).toEqual(updated)',
      `await expectRefusal(update({ id, version, ${change} }), 'STALE')`,
    ]),
    test('refuses what does not exist, and what is taken', refused),
  ]
}

/** The tests of `delete`, and of the deletion of the rows that are referred to. */
export function deleteTests(
  { plural, singular, reason, owner }: NewTable,
  references: readonly Referring[],
  known: Known,
): string[] {
  const once = [
    'const { id } = await create(await newInput())',
    'expect(await remove({ id })).toEqual({ id })',
    `await expectRefusal(byId({ id }), '${reason}_NOT_FOUND')`,
    `await expectRefusal(remove({ id }), '${reason}_NOT_FOUND')`,
  ]
  const others = [
    'const { id } = await create(await newInput())',
    `const other = api.as(await api.newUser()).${plural}`,
    ...['byId', 'update', 'delete'].map((name) => `await expectRefusal(other.${name}({ id }), 'NOT_ALLOWED')`),
    'expect((await other.list({})).items).toEqual([])',
  ]
  const of = references.flatMap(({ name, reference: { table, as, onDelete } }) => {
    const deletion = `${table.name}.delete`
    const input = Object.keys(known.input(deletion) ?? {})
    if (input.length !== 1 || input[0] !== 'id') return []
    if (onDelete === 'restrict' && !known.declares(deletion, 'IN_USE')) return []
    const made = [
      `const ${name} = ${newRow(table.singular, style)}`,
      `const { id } = await create({ ...(await newInput()), ${name} })`,
    ]
    const gone = `await api.service.${deletion}({ id: ${name} })`
    const outcomes = {
      restrict: [
        `await expectRefusal(api.service.${deletion}({ id: ${name} }), 'IN_USE')`,
        'await remove({ id })',
        gone,
      ],
      cascade: [gone, `await expectRefusal(byId({ id }), '${reason}_NOT_FOUND')`],
      setNull: [gone, `expect(await byId({ id })).toMatchObject({ ${name}: null })`],
    }
    const titles = {
      restrict: `keeps the ${spoken(as)} of ${withArticle(singular)} from being deleted`,
      cascade: `happens with the ${spoken(as)}`,
      setNull: `of the ${spoken(as)} leaves the ${spoken(singular)}`,
    }
    return [test(titles[onDelete], [...made, ...outcomes[onDelete]])]
  })
  return [
    test(`deletes ${withArticle(singular)} once`, once),
    ...(owner ? [test(`is for the owner, as are all procedures of ${withArticle(singular)}`, others)] : []),
    ...of,
  ]
}
