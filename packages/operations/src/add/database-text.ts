import { above, atStart, type Insertion } from './edits.ts'
import type { Layout } from './layout.ts'
import { capital } from './names.ts'
import type { Field, NewTable, Reference } from './table.ts'

const times = `version: c.version(),
      createdAt: c.instant().notNull().$defaultFn(now),
      updatedAt: c.instant().notNull().$defaultFn(now).$onUpdateFn(now),`

function columnOf({ name, type, optional, unique, reference }: Field): string {
  const actions = { restrict: '', cascade: ", { onDelete: 'cascade' }", setNull: ", { onDelete: 'set null' }" }
  const refers = reference ? `.references(() => ${reference.table.name}.id${actions[reference.onDelete]})` : ''
  return `${name}: ${type.table}${optional ? '' : '.notNull()'}${unique ? '.unique()' : ''}${refers},`
}

/** The insertions for a table: its declaration and its relations, in both directions. */
export function tableInsertions(table: NewTable, { database }: Layout): Insertion[] {
  const { plural, stored, fields, parent } = table
  const indexes = fields.flatMap(({ name, unique, indexed, reference }) => {
    if (unique) return []
    if (reference) return [`c.index('${stored}_of_${snakeOf(reference.as)}').on(t.${name}, t.id),`]
    return indexed ? [`c.index('${stored}_by_${snakeOf(name)}').on(t.${name}, t.id),`] : []
  })
  const tree = parent
    ? [
        `c.foreignKey({ name: '${stored}_${snakeOf(parent)}', columns: [t.${parent}Id], foreignColumns: [t.id] }),`,
        `c.check('${stored}_not_own_${snakeOf(parent)}', sql\`\${t.${parent}Id} <> \${t.id}\`),`,
        `c.index('${stored}_of_${snakeOf(parent)}').on(t.${parent}Id, t.id),`,
      ]
    : []
  const constraints = [...tree, ...indexes]
  const columns = `{
      id: c.id(),
      ${parent ? `${parent}Id: c.ref(),\n      ` : ''}${fields.map(columnOf).join('\n      ')}
      ${times}
    }`
  const rest = constraints.length > 0 ? `,\n    (t) => [\n      ${constraints.join('\n      ')}\n    ],\n  ` : ''
  const tables = `${database}/tables.ts`
  return [
    above(tables, 'tables', `  const ${plural} = c.table(\n    '${stored}',\n    ${columns}${rest})\n\n`),
    above(tables, 'the names of tables', `    ${plural},\n`),
    ...(parent ? [atStart(tables, "import { sql } from 'drizzle-orm'")] : []),
    ...(fields.some(({ type }) => /\bz\./.test(type.table)) ? [atStart(tables, "import { z } from 'zod'")] : []),
    ...relationInsertions(table, `${database}/relations.ts`),
  ]
}

const snakeOf = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The relations of a table to those that it refers to, and back. */
function relationInsertions({ plural, fields, parent }: NewTable, file: string): Insertion[] {
  const references = fields.flatMap((field) => (field.reference ? [{ ...field, reference: field.reference }] : []))
  const aliasOf = ({ table, as }: Reference) =>
    references.filter(({ reference }) => reference.table.name === table.name).length > 1
      ? `, alias: '${plural}${capital(as)}'`
      : ''
  const own = references.map(({ name, optional, reference }) => {
    const required = optional ? '' : ', optional: false'
    const { as, table } = reference
    return `${as}: r.one.${table.name}({ from: r.${plural}.${name}, to: r.${table.name}.id${required}${aliasOf(reference)} }),`
  })
  const tree = parent
    ? [
        `${parent}: r.one.${plural}({ from: r.${plural}.${parent}Id, to: r.${plural}.id, alias: '${plural}Tree' }),`,
        `children: r.many.${plural}({ from: r.${plural}.id, to: r.${plural}.${parent}Id, alias: '${plural}Tree' }),`,
      ]
    : []
  const object = [...tree, ...own]
  return [
    ...(object.length > 0 ? [relationsOf(file, plural, object)] : []),
    ...references.map(({ name, unique, reference }) => {
      const { table, many } = reference
      const kind = unique ? 'one' : 'many'
      const text = `${many}: r.${kind}.${plural}({ from: r.${table.name}.id, to: r.${plural}.${name}${aliasOf(reference)} }),`
      return relationOf(file, table.name, text)
    }),
  ]
}

/** The object of the relations of a new table. */
export const relationsOf = (file: string, table: string, relations: readonly string[]): Insertion =>
  above(file, 'the relations of new tables', `    ${table}: {\n      ${relations.join('\n      ')}\n    },\n`)

/** A relation of a table that is there, in its object. */
export const relationOf = (file: string, table: string, relation: string): Insertion => ({
  file,
  place: new RegExp(`^    ${table}: \\{`, 'm'),
  described: `    ${table}: {`,
  side: 'after',
  text: `\n      ${relation}`,
  otherwise: relationsOf(file, table, [relation]),
})
