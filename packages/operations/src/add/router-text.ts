import { type Layout, withImports } from './layout.ts'
import { spoken } from './names.ts'
import { takenReason } from './noun-text.ts'
import type { Field, NewTable } from './table.ts'
import { treeProcedures, treeQueries } from './tree-text.ts'

/** What the routers of new tables may use. */
export const modulesOf = ({ imports: { database, store } }: Layout) => ({
  '@trellis/rpc': [
    ...['actingUserId', 'assertNotStale', 'atVersion', 'changes', 'day', 'decimal', 'id', 'instant', 'keyset', 'line'],
    ...['ownedBy', 'pageOf', 'type Refuses', 'rowOrThrow', 'tree', 'uuid', 'version'],
  ],
  [store]: [...linkNames, ...(store === database ? databaseTypes : [])],
  ...(store !== database && { [database]: databaseTypes }),
  'drizzle-orm': ['and', 'desc', 'eq', 'getColumns'],
  zod: ['z'],
  '../rpc.ts': [
    ...['adminProcedure', 'assertExists', 'notFoundOrForbidden', 'ownerProcedure', 'protectedProcedure'],
    ...['publicProcedure', 'router'],
  ],
})
const linkNames = ['counterOf', 'linkTable']
const databaseTypes = ['type Connection', 'type Tables']

/** The reasons of a write for its references and unique columns. */
const violated = ({ fields, reason, parent }: NewTable, withParent: boolean) => [
  ...new Set([
    ...(parent && withParent ? [`${reason}_NOT_FOUND`] : []),
    ...fields.flatMap(({ reference }) => (reference ? [reference.table.missing] : [])),
    ...fields.flatMap(({ name, unique }) => (unique ? [takenReason(reason, name)] : [])),
  ]),
]
const list = (reasons: readonly string[]) => `[${[...new Set(reasons)].map((reason) => `'${reason}'`).join(', ')}]`
const reasonsOf = (reasons: readonly string[]) => (reasons.length > 0 ? `, reasons: ${list(reasons)}` : '')

const created = ({ name, type, optional }: Field) => `${name}: ${type.input}${optional ? '.nullish()' : ''}`
const updated = ({ name, type, optional }: Field) => `${name}: ${type.input}${optional ? '.nullish()' : '.optional()'}`

/** The file of the procedures. */
export function routerText(table: NewTable, layout: Layout): string {
  const { plural, singular, type, reason, path, fields, owner, parent } = table
  const notFound = `${reason}_NOT_FOUND`
  const [reader, writer] = owner ? ['ownerProcedure', 'ownerProcedure'] : ['publicProcedure', 'adminProcedure']
  const refused = owner ? ['NOT_ALLOWED'] : []
  const missing = owner ? `throw await notFoundOrForbidden(ctx, '${notFound}', id)` : `throw ctx.refuse('${notFound}')`
  const same = owner ? `and(eq(${plural}.id, id), ownedBy(ctx, ${plural}.${owner.name}))` : `eq(${plural}.id, id)`
  // A row keeps its owner, and changes its place in a tree with `move`.
  const changed = fields.filter((field) => field !== owner)
  const filters = [
    ...(parent ? [`${parent}Id`] : []),
    ...changed.filter((field) => field.reference).map(({ name }) => name),
  ]
  const inputs = fields.map((field) =>
    field === owner ? `${owner.name}: ${owner.type.input}.optional()` : created(field),
  )
  const acting = owner && `actingUserId(ctx, ${owner.name}, '${owner.name}')`
  const conditions = [
    ...(owner ? [`eq(${plural}.${owner.name}, ${acting})`] : []),
    ...filters.map((name) => `${name} === undefined ? undefined : eq(${plural}.${name}, ${name})`),
    `newest.condition([${plural}.id], newest.after(cursor))`,
  ]
  const text = `const newest = keyset(['id'], 'desc')
${parent ? treeQueries(table) : ''}
/** ${owner ? `The ${spoken(plural)} of users. Nobody else reads or writes them, except admins and services.` : `Everybody reads ${spoken(plural)}, admins and services write them.`} */
export const ${plural} = router({
  create: ${writer}
    .meta({ http: 'POST /${path}', created: '/${path}/{id}'${reasonsOf([...refused, ...violated(table, true)])} })
    .input(z.object({ ${[...(parent ? [`${parent}Id: id.nullish()`] : []), ...inputs].join(', ')} }))
    .output(${type}View)
    .mutation(async ({ ctx, input${owner ? `: { ${owner.name}, ...values }` : ''} }) => {
      const { ${plural} } = ctx.tables
      const [${singular}] = await ctx.db.insert(${plural}).values(${owner ? `{ ...values, ${owner.name}: ${acting} }` : 'input'}).returning()
      return rowOrThrow(${singular})
    }),

  byId: ${reader}
    .meta({ http: 'GET /${path}/{id}', reasons: ${list([notFound, ...refused])} })
    .input(z.object({ id }))
    .output(${type}View)
    .query(async ({ ctx, input: { id } }) => {
      const { ${plural} } = ctx.tables
      const [${singular}] = await ctx.db.select().from(${plural}).where(${same})
      if (!${singular}) ${missing}
      return ${singular}
    }),

  list: ${reader}
    .meta({ http: 'GET /${path}'${reasonsOf(refused)} })
    .input(z.object({ ${[...(owner ? [owner.name] : []), ...filters].map((name) => `${name}: ${inputOf(table, name)}.optional(), `).join('')}...newest.input }))
    .output(pageOf(${type}View))
    .query(async ({ ctx, input: { ${[...(owner ? [owner.name] : []), ...filters, 'limit', 'cursor'].join(', ')} } }) => {
      const { ${plural} } = ctx.tables
      const rows = await ctx.db
        .select()
        .from(${plural})
        .where(${conditions.length > 1 ? `and(\n          ${conditions.join(',\n          ')},\n        )` : conditions[0]})
        .orderBy(desc(${plural}.id))
        .limit(limit + 1)
      return newest.page(rows, limit, (${singular}) => [${singular}.id])
    }),
${parent ? treeProcedures(table) : ''}
  update: ${writer}
    .meta({ http: 'PATCH /${path}/{id}', reasons: ${list([notFound, ...refused, ...violated({ ...table, fields: changed }, false)])} })
    .input(z.object({ id, ${changed.map(updated).join(', ')}, version }))
    .output(${type}View)
    .mutation(async ({ ctx, input: { id, version: seen, ...values } }) => {
      const { ${plural} } = ctx.tables
      const same = ${same}
      const [${singular}] = await ctx.db
        .update(${plural})
        .set(changes(${plural}, values))
        .where(and(same, atVersion(${plural}, seen)))
        .returning()
      if (${singular}) return ${singular}
      await assertNotStale(ctx, ${plural}, same, seen, async () =>
        ${type}View.parse(await ctx.db.query.${plural}.findFirst({ where: { id } })),
      )
      ${missing}
    }),

  delete: ${writer}
    .meta({ http: 'DELETE /${path}/{id}', reasons: ${list([notFound, ...refused, 'IN_USE'])} })
    .input(z.object({ id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { ${plural} } = ctx.tables
      const [${singular}] = await ctx.db.delete(${plural}).where(${same}).returning({ id: ${plural}.id })
      if (!${singular}) ${missing}
      return ${singular}
    }),
})
`
  return withImports(text, { ...modulesOf(layout), './views.ts': [`${type}Node`, `${type}View`] })
}

const inputOf = ({ fields }: NewTable, name: string) => fields.find((field) => field.name === name)?.type.input ?? 'id'
