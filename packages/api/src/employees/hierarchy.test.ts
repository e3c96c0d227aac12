import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { refusalOf, setupApi, unlessRefused } from '../testing.ts'

const api = await setupApi()
const { create, move, delete: remove } = api.service.employees

/** Operations on employees, each given by index in the list of existing employees. */
type Act =
  | { kind: 'hire'; manager: number | null }
  | { kind: 'move'; who: number; manager: number | null }
  | { kind: 'delete'; who: number; subordinates: 'promote' | 'restrict' | 'cascade' }

const nth = fc.nat(15)
const manager = fc.option(nth, { freq: 5 })
const acts = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('hire' as const), manager }) },
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('move' as const), who: nth, manager }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('delete' as const),
        who: nth,
        subordinates: fc.constantFrom('promote' as const, 'restrict' as const, 'cascade' as const),
      }),
    },
  ),
  { minLength: 5, maxLength: 25 },
)

/** The manager of each employee in the database, by id. */
async function managers(): Promise<Map<number, number | null>> {
  const { db, tables } = api.store.read
  const rows = await db
    .select({ id: tables.employees.id, managerId: tables.employees.managerId })
    .from(tables.employees)
  return new Map(rows.map((row) => [row.id, row.managerId]))
}

/** The number of managers above an employee. Fails on a cycle or a missing manager. */
function levelOf(id: number, of: Map<number, number | null>): number {
  let level = 0
  for (let above = of.get(id); above !== null; above = of.get(above)) {
    if (above === undefined) expect.fail(`${id} stands under somebody who is gone`)
    if (++level > of.size) expect.fail(`${id} stands under themselves`)
  }
  return level
}

async function expectForest(): Promise<void> {
  const all = await managers()
  for (const id of all.keys()) levelOf(id, all)
  const { items } = await api.anyone.employees.roots({ limit: 100 })
  const trees = await Promise.all(items.map(({ id }) => api.anyone.employees.subtree({ id })))
  expect(
    trees
      .flat()
      .map(({ id, depth }) => [id, depth])
      .sort(),
  ).toEqual([...all.keys()].map((id) => [id, levelOf(id, all)]).sort())
}

async function dismissAll(): Promise<void> {
  const { items } = await api.anyone.employees.roots({ limit: 100 })
  for (const { id } of items) await remove({ id, subordinates: 'cascade' })
  expect(await managers()).toEqual(new Map())
}

/** Runs an operation on the database and on `staff`. An operation that would create a cycle must be refused. */
async function act(what: Act, staff: Map<number, number | null>): Promise<void> {
  const pick = (place: number | null) => (place === null ? null : ([...staff.keys()][place % staff.size] ?? null))
  if (what.kind === 'hire') {
    const managerId = pick(what.manager)
    staff.set((await create({ name: 'Name', managerId })).id, managerId)
    return
  }
  const id = pick(what.who)
  if (id === null) return
  const below = (above: number): number[] => [
    above,
    ...[...staff].filter(([, m]) => m === above).flatMap(([b]) => below(b)),
  ]
  if (what.kind === 'move') {
    const managerId = pick(what.manager)
    if (managerId !== null && below(id).includes(managerId)) {
      expect((await refusalOf(move({ id, managerId }))).reason).toBe('CYCLE')
      return
    }
    await move({ id, managerId })
    staff.set(id, managerId)
    return
  }
  const { subordinates } = what
  const [, ...reports] = below(id)
  if (subordinates === 'restrict' && reports.length > 0) {
    expect((await refusalOf(remove({ id, subordinates }))).reason).toBe('HAS_SUBORDINATES')
    return
  }
  await remove({ id, subordinates })
  const above = staff.get(id) ?? null
  if (subordinates === 'cascade') for (const report of reports) staff.delete(report)
  for (const [report, managerId] of staff) if (managerId === id) staff.set(report, above)
  staff.delete(id)
}

describe('the employees are a forest', () => {
  test('after any sequence of creations, moves and deletions, exactly as requested', async () => {
    const property = fc.asyncProperty(acts, async (sequence) => {
      await dismissAll()
      const staff = new Map<number, number | null>()
      for (const what of sequence) await act(what, staff)
      expect(await managers()).toEqual(staff)
      await expectForest()
    })
    await fc.assert(property, { seed: 11, numRuns: 25 })
  })

  test('also when all operations run concurrently', async () => {
    const property = fc.asyncProperty(acts, async (sequence) => {
      await dismissAll()
      const ids: number[] = []
      for (let n = 0; n < 8; n++) ids.push((await create({ name: 'Name', managerId: ids[n - 1] ?? null })).id)
      const pick = (place: number | null) => (place === null ? null : (ids[place % ids.length] ?? null))
      await Promise.all(
        sequence.map((what) => {
          if (what.kind === 'hire') return unlessRefused(create({ name: 'Name', managerId: pick(what.manager) }))
          const id = pick(what.who) ?? 0
          return what.kind === 'move'
            ? unlessRefused(move({ id, managerId: pick(what.manager) }))
            : unlessRefused(remove({ id, subordinates: what.subordinates }))
        }),
      )
      await expectForest()
    })
    await fc.assert(property, { seed: 13, numRuns: 15 })
  })

  test('of two concurrent moves under each other, one is refused', async () => {
    for (let round = 0; round < 20; round++) {
      const [one, other] = [await create({ name: 'one' }), await create({ name: 'other' })]
      const moves = await Promise.allSettled([
        move({ id: one.id, managerId: other.id }),
        move({ id: other.id, managerId: one.id }),
      ])
      const refused = moves.filter((answer) => answer.status === 'rejected')
      expect(refused).toHaveLength(1)
      expect((await refusalOf(Promise.reject(refused[0]?.reason))).reason).toBe('CYCLE')
    }
  })
})
