import { relationOf as relationIn, relationsOf } from './database-text.ts'
import { above, type Insertion } from './edits.ts'
import { type Layout, withImports } from './layout.ts'
import { capital, spoken } from './names.ts'
import type { NewRelation, Side } from './relation.ts'
import { modulesOf } from './router-text.ts'

/** The insertions for the table of a relation, its counter, and the relations of both sides. */
export function relationInsertions(
  { plural, stored, from, to, counter }: NewRelation,
  { database }: Layout,
): Insertion[] {
  const [tables, relations] = [`${database}/tables.ts`, `${database}/relations.ts`]
  const column = ({ column, name, id }: Side) =>
    `${column}: ${id === 'uuid' ? "c.ref('uuid')" : 'c.ref()'}.notNull().references(() => ${name}.id, { onDelete: 'cascade' }),`
  const index = (of: Side, other: Side) =>
    `c.index('${stored}_of_${of.reason.toLowerCase()}').on(t.${of.column}, t.createdAt, t.${other.column}),`
  const through = (at: Side, other: Side) => `${other.relation}: r.many.${other.name}({
        from: r.${at.name}.id.through(r.${plural}.${at.column}),
        to: r.${other.name}.id.through(r.${plural}.${other.column}),
        alias: '${plural}',
      }),`
  const one = ({ singular, name, column }: Side) =>
    `${singular}: r.one.${name}({ from: r.${plural}.${column}, to: r.${name}.id, optional: false }),`
  return [
    above(
      tables,
      'tables',
      `  const ${plural} = c.table(
    '${stored}',
    {
      ${column(from)}
      ${column(to)}
      createdAt: c.instant().notNull().$defaultFn(now),
    },
    (t) => [
      c.primaryKey({ columns: [t.${to.column}, t.${from.column}] }),
      ${index(to, from)}
      ${index(from, to)}
    ],
  )\n\n`,
    ),
    above(tables, 'the names of tables', `    ${plural},\n`),
    ...(counter ? [counterColumn(tables, to, counter)] : []),
    ...(counter
      ? [
          above(
            `${database}/derived.ts`,
            'counters',
            `  counter(t.${to.name}.${counter}, { counts: t.${plural}, by: t.${plural}.${to.column} }),\n`,
          ),
        ]
      : []),
    relationsOf(relations, plural, [one(from), one(to)]),
    relationIn(relations, from.name, through(from, to)),
    relationIn(relations, to.name, through(to, from)),
  ]
}

/** The column of a counter, after the id of its table. Users have their columns from `defineUsers`. */
function counterColumn(file: string, { name }: Side, counter: string): Insertion {
  if (name === 'users')
    return {
      file,
      place: /^ {4}columns: \{/m,
      described: '    columns: {',
      side: 'after',
      text: ` ${counter}: c.count(),`,
    }
  return {
    file,
    place: new RegExp(`^  const ${name} = c\\.table\\([^;]*?^ +id: c\\.id\\(.*\\),`, 'm'),
    described: `  const ${name} = c.table(..., { id: c.id(),`,
    side: 'after',
    text: `\n      ${counter}: c.count(),`,
  }
}

/** The file of the procedures of a relation. */
export function relationRouterText(relation: NewRelation, layout: Layout): string {
  const { plural, singular, type, from, to, counter } = relation
  const mine = from.name === 'users'
  const [writer, reasons] = mine
    ? ['protectedProcedure', `['NOT_ALLOWED', '${from.missing}', '${to.missing}']`]
    : ['adminProcedure', `['${from.missing}', '${to.missing}']`]
  const route = mine
    ? `/${to.path}/{${to.column}}/${singular}`
    : `/${to.path}/{${to.column}}/${relation.path}/{${from.column}}`
  const input = `z.object({ ${to.column}: ${idOf(to)}, ${from.column}: ${idOf(from)}${mine ? '.optional()' : ''} })`
  const given = mine ? `{ ${to.column}, ${from.column} }` : 'link'
  const acting = mine
    ? `const link = { ${to.column}, ${from.column}: actingUserId(ctx, ${from.column}, '${from.column}') }\n      `
    : ''
  const state = counter
    ? `{ ${counter}: z.number() }`
    : `{ ${to.column}: ${idView(to)}, ${from.column}: ${idView(from)} }`
  const output = counter ? `stateOf(ctx, link.${to.column})` : 'link'
  const exists = counter
    ? `if (!wasThere) await assertExists(ctx, '${from.missing}', link.${from.column})`
    : `if (!wasThere) {
        await assertExists(ctx, '${from.missing}', link.${from.column})
        await assertExists(ctx, '${to.missing}', link.${to.column})
      }`
  const text = `const newest = keyset(['time', '${to.id === 'uuid' || from.id === 'uuid' ? 'uuid' : 'id'}'], 'desc')
const links = linkTable(({ ${plural} }: Tables) => ${plural}, ['${to.column}', '${from.column}'])
${[from, to].map(shortView).join('')}
const ${type}State = z.object(${state})
${counter ? counterText(relation) : ''}
/** Many-to-many between ${spoken(from.name)} and ${spoken(to.name)}. ${mine ? 'Users write their own.' : 'Everybody reads, admins and services write.'} */
export const ${plural} = router({
  add: ${writer}
    .meta({ http: 'PUT ${route}', reasons: ${reasons}, sharesTransaction: true })
    .input(${input})
    .output(${type}State)
    .mutation(async ({ ctx, input: ${given} }) => {
      ${acting}      await links.add(ctx, link)
      return ${output}
    }),

  remove: ${writer}
    .meta({ http: 'DELETE ${route}', reasons: ${reasons}, sharesTransaction: true })
    .input(${input})
    .output(${type}State)
    .mutation(async ({ ctx, input: ${given} }) => {
      ${acting}      const wasThere = await links.remove(ctx, link)
      ${exists}
      return ${output}
    }),
${listText(relation, to, from)}
${listText(relation, from, to)}})
`
  const views = [from, to].flatMap(({ name, view }) =>
    'name' in view ? [[`../${name}/views.ts`, [view.name]] as const] : [],
  )
  return withImports(text, { ...modulesOf(layout), ...Object.fromEntries(views) })
}

const idOf = ({ id }: Side) => (id === 'uuid' ? 'uuid' : 'id')
const idView = ({ id }: Side) => (id === 'uuid' ? 'z.string()' : 'z.number()')
export const viewOf = ({ singular, view }: Side) => ('name' in view ? view.name : capital(singular))

const shortView = (side: Side) =>
  'name' in side.view
    ? ''
    : `const ${viewOf(side)} = z.object({ id: ${idView(side)}, ${side.view.fields.map((field) => `${field}: z.string()`).join(', ')} })\n`

const counterText = ({
  type,
  to,
  counter,
}: NewRelation) => `const countOf = counterOf(({ ${to.name} }: Tables) => ${to.name}, '${counter}')

async function stateOf(ctx: Connection & Refuses<'${to.missing}'>, id: ${to.id === 'uuid' ? 'string' : 'number'}): Promise<z.infer<typeof ${type}State>> {
  const ${counter} = await countOf(ctx, { id })
  if (${counter} === undefined) throw ctx.refuse('${to.missing}')
  return { ${counter} }
}
`

/** The procedure that lists the rows of \`other\` that one of \`at\` has. */
function listText({ plural, path }: NewRelation, at: Side, other: Side): string {
  const columns =
    'name' in other.view
      ? 'true'
      : `{ columns: { ${['id', ...other.view.fields].map((field) => `${field}: true`).join(', ')} } }`
  return `
  ${other.name}: publicProcedure
    .meta({ http: 'GET /${at.path}/{${at.column}}/${path}', reasons: ['${at.missing}'] })
    .input(z.object({ ${at.column}: ${idOf(at)}, ...newest.input }))
    .output(pageOf(${viewOf(other)}))
    .query(async ({ ctx, input: { ${at.column}, limit, cursor } }) => {
      const rows = await ctx.db.query.${plural}.findMany({
        columns: { createdAt: true, ${other.column}: true },
        with: { ${other.singular}: ${columns} },
        where: {
          ${at.column},
          RAW: (row) => newest.condition([row.createdAt, row.${other.column}], newest.after(cursor)),
        },
        orderBy: { createdAt: 'desc', ${other.column}: 'desc' },
        limit: limit + 1,
      })
      if (rows.length === 0) await assertExists(ctx, '${at.missing}', ${at.column})
      const { items, nextCursor } = newest.page(rows, limit, (row) => [row.createdAt, row.${other.column}])
      return { items: items.map(({ ${other.singular} }) => ${other.singular}), nextCursor }
    }),
`
}
