import { spoken } from './names.ts'
import { cycleReason } from './noun-text.ts'
import type { NewTable } from './table.ts'

/** The queries of a tree. */
export const treeQueries = ({ plural, parent }: NewTable) => `
const hierarchy = tree({
  table: ({ ${plural} }: Tables) => ${plural},
  parent: '${parent}Id',
  columns: (${plural}) => getColumns(${plural}),
  tooMany: 'RESPONSE_TOO_LARGE',
})
`

/** The procedures that only a tree has. */
export function treeProcedures({ plural, singular, type, reason, path, parent }: NewTable): string {
  const cycle = cycleReason(reason)
  return `
  ancestors: publicProcedure
    .meta({ http: 'GET /${path}/{id}/ancestors', cost: 3, reasons: ['${reason}_NOT_FOUND'] })
    .input(z.object({ id }))
    .output(z.array(${type}Node))
    .query(async ({ ctx, input: { id } }) => {
      const [${singular}, ...ancestors] = await hierarchy.ancestors(ctx, id)
      if (!${singular}) throw ctx.refuse('${reason}_NOT_FOUND')
      return ancestors
    }),

  subtree: publicProcedure
    .meta({ http: 'GET /${path}/{id}/subtree', cost: 10, reasons: ['${reason}_NOT_FOUND'] })
    .input(z.object({ id, maxDepth: z.number().int().min(0).max(10_000).default(10_000) }))
    .output(z.array(${type}Node))
    .query(async ({ ctx, input }) => {
      const subtree = await hierarchy.subtree(ctx, input)
      if (subtree.length === 0) throw ctx.refuse('${reason}_NOT_FOUND')
      return subtree
    }),

  move: adminProcedure
    .meta({ http: 'PUT /${path}/{id}/${parent}', reasons: ['${reason}_NOT_FOUND', '${cycle}'] })
    .input(z.object({ id, ${parent}Id: id.nullable(), version }))
    .output(${type}View)
    .mutation(async ({ ctx, input: { id, ${parent}Id, version: seen } }) => {
      const { ${plural} } = ctx.tables
      const same = eq(${plural}.id, id)
      const withoutCycle = await hierarchy.withoutCycle(ctx, id, ${parent}Id)
      const [${singular}] = await ctx.db
        .update(${plural})
        .set({ ${parent}Id })
        .where(and(same, withoutCycle, atVersion(${plural}, seen)))
        .returning()
      if (${singular}) return ${singular}
      await assertNotStale(ctx, ${plural}, same, seen, async () =>
        ${type}View.parse(await ctx.db.query.${plural}.findFirst({ where: { id } })),
      )
      await assertExists(ctx, '${reason}_NOT_FOUND', id)
      throw ctx.refuse('${cycle}')
    }),
`
}

/** The tests of a tree. */
export function treeTests({ plural, reason, parent }: NewTable): string {
  const cycle = cycleReason(reason)
  return `describe('the tree of ${plural}', () => {
  const below = async (${parent}Id: number | null) => create({ ...(await newInput()), ${parent}Id })
  const { ancestors, subtree } = api.anyone.${plural}
  const { move } = caller.${plural}

  test('is read upwards and downwards', async () => {
    const top = await below(null)
    const [one, two] = [await below(top.id), await below(top.id)]
    const leaf = await below(one.id)
    expect(await ancestors({ id: leaf.id })).toEqual([
      { ...one, depth: 1 },
      { ...top, depth: 2 },
    ])
    const nodes = await subtree({ id: top.id })
    expect(nodes.map(({ id, depth }) => [id, depth])).toEqual([
      [top.id, 0],
      [one.id, 1],
      [leaf.id, 2],
      [two.id, 1],
    ])
    expect(await subtree({ id: top.id, maxDepth: 0 })).toEqual([{ ...top, depth: 0 }])
    expect((await list({ ${parent}Id: top.id })).items).toEqual([two, one])
    await expectRefusal(remove({ id: top.id }), 'IN_USE')
  })

  test('has no cycle, also after two moves at the same time', async () => {
    const [one, other] = [await below(null), await below(null)]
    await expectRefusal(move({ id: one.id, ${parent}Id: one.id }), '${cycle}')
    const moves = await Promise.allSettled([
      move({ id: one.id, ${parent}Id: other.id }),
      move({ id: other.id, ${parent}Id: one.id }),
    ])
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const moved = await byId({ id: one.id })
    const lower = moved.${parent}Id === null ? other.id : one.id
    expect(await move({ id: lower, ${parent}Id: null })).toMatchObject({ ${parent}Id: null })
  })

  test('refuses ${spoken(plural)} that do not exist', async () => {
    const { id, version } = await below(null)
    for (const procedure of [ancestors, subtree]) await expectRefusal(procedure({ id: 999_999 }), '${reason}_NOT_FOUND')
    await expectRefusal(below(999_999), '${reason}_NOT_FOUND')
    await expectRefusal(move({ id: 999_999, ${parent}Id: id }), '${reason}_NOT_FOUND')
    await expectRefusal(move({ id, ${parent}Id: 999_999 }), '${reason}_NOT_FOUND')
    await expectRefusal(move({ id, ${parent}Id: null, version: version + 1 }), 'STALE')
  })
})
`
}
