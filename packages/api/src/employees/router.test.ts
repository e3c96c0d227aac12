import { eq, gt, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { everyPage, expectRefusal, setupApi, watchedStream } from '../testing.ts'

const api = await setupApi()
const { create } = api.service.employees
const hire = (name: string, managerId?: number) => create({ name, managerId })

/**
 * boss - ann - cid
 *            - dan - eve
 *      - bob
 */
async function organization() {
  const boss = await hire('boss')
  const ann = await hire('ann', boss.id)
  const bob = await hire('Bob', boss.id)
  const dan = await hire('dan', ann.id)
  const cid = await hire('Cid', ann.id)
  const eve = await hire('eve', dan.id)
  return { boss, ann, bob, cid, dan, eve }
}
const tree = async (id: number, maxDepth?: number) =>
  (await api.anyone.employees.subtree({ id, maxDepth })).map(({ name, depth }) => `${'-'.repeat(depth)}${name}`)
const find = (id: number) => api.anyone.employees.byId({ id })

describe('employees.changes', () => {
  test('has who is hired, moved, promoted by the deletion of a manager, and gone', async () => {
    const stream = watchedStream(await api.anyone.employees.changes({}))
    await stream.started()
    const boss = await hire('Watched')
    expect(await stream.next()).toEqual({ kind: 'changed', rows: [boss] })
    const [below, under] = [await hire('Below', boss.id), await hire('Under')]
    await api.service.employees.move({ id: under.id, managerId: below.id })
    const position = stream.position()
    await api.service.employees.delete({ id: below.id })
    const again = watchedStream(await api.anyone.employees.changes({ after: position }))
    let seen = ''
    while (!seen.includes(`"id":${under.id},`)) seen += JSON.stringify(await again.next())
    expect(seen).toContain(`"managerId":${boss.id}`)
    expect(seen).not.toContain(`"id":${below.id},`)
  })
})

describe('employees.create', () => {
  test('creates an employee, with or without a title and a manager', async () => {
    const boss = await create({ name: ' The Boss ', title: 'CEO' })
    expect(boss).toEqual({ id: expect.any(Number), name: 'The Boss', title: 'CEO', managerId: null, version: 1 })
    const report = await create({ name: 'Report', title: null, managerId: boss.id })
    expect(report).toEqual({ id: expect.any(Number), name: 'Report', title: null, managerId: boss.id, version: 1 })
    expect((await create({ name: 'Report', managerId: null })).name).toBe('Report')
  })

  test('refuses a manager that does not exist, and invalid names', async () => {
    await expectRefusal(create({ name: 'X', managerId: 999_999 }), 'EMPLOYEE_NOT_FOUND')
    for (const name of ['', ' ', 'x'.repeat(201), 'a\0', 'a\u0007'])
      await expectRefusal(create({ name }), 'INVALID_INPUT', ['name'])
    await expectRefusal(create({ name: 'X', title: '' }), 'INVALID_INPUT', ['title'])
  })
})

describe('employees.byId', () => {
  test('returns both directions of the relation, subordinates by name', async () => {
    const { boss, ann, cid, dan, eve } = await organization()
    expect(await find(ann.id)).toEqual({ ...ann, manager: boss, subordinates: [cid, dan], subordinateCount: 2 })
    expect(await find(boss.id)).toMatchObject({ manager: null })
    expect(await find(eve.id)).toEqual({ ...eve, manager: dan, subordinates: [], subordinateCount: 0 })
    await expectRefusal(find(999_999), 'EMPLOYEE_NOT_FOUND')
  })

  test('returns the first 100 subordinates and their number', async () => {
    const boss = await hire('boss of many')
    const rows = Array.from({ length: 150 }, (_, n) => ({ name: String(n + 1_000), managerId: boss.id }))
    await api.store.write(({ db, tables }) => db.insert(tables.employees).values(rows))
    const { subordinates, subordinateCount } = await find(boss.id)
    expect(subordinates.map(({ name }) => name)).toEqual(rows.slice(0, 100).map(({ name }) => name))
    expect(subordinateCount).toBe(150)
    const all = await everyPage((cursor) => api.anyone.employees.subordinates({ id: boss.id, limit: 100, cursor }))
    expect(all.map(({ name }) => name)).toEqual(rows.map(({ name }) => name))
  })
})

describe('employees.subordinates', () => {
  test('returns direct subordinates by name, and refuses a manager that does not exist', async () => {
    const { boss, ann, bob, eve } = await organization()
    const { subordinates } = api.anyone.employees
    expect(await subordinates({ id: boss.id })).toEqual({ items: [ann, bob], nextCursor: null })
    expect(await subordinates({ id: eve.id })).toEqual({ items: [], nextCursor: null })
    await expectRefusal(subordinates({ id: 999_999 }), 'EMPLOYEE_NOT_FOUND')
  })
})

describe('employees.list and employees.roots', () => {
  test('are sorted by name without regard to case, page by page', async () => {
    const boss = await hire('list c')
    for (const name of ['List B', 'list a', 'LIST B']) await hire(name, boss.id)
    const names = async (q: string) => {
      const all = await everyPage((cursor) => api.anyone.employees.list({ q, limit: 3, cursor }))
      return all.map((employee) => employee.name)
    }
    expect(await names('LIST')).toEqual(['list a', 'List B', 'LIST B', 'list c'])
    expect(await names('t b')).toEqual(['List B', 'LIST B'])
    expect(await names('list_b')).toEqual([])
  })

  test('roots are those without a manager', async () => {
    const { boss, ann } = await organization()
    const roots = await api.anyone.employees.roots({ limit: 100 })
    expect(roots.items.map((employee) => employee.id)).toContain(boss.id)
    expect(roots.items.map((employee) => employee.id)).not.toContain(ann.id)
    for (const root of roots.items) expect(root.managerId).toBeNull()
    const first = await api.anyone.employees.roots({ limit: 1 })
    const second = await api.anyone.employees.roots({ limit: 1, cursor: first.nextCursor })
    expect([...first.items, ...second.items]).toEqual(roots.items.slice(0, 2))
  })
})

describe('employees.ancestors', () => {
  test('are the managers above, nearest first, with their distance', async () => {
    const { boss, ann, dan, eve } = await organization()
    api.statements.length = 0
    expect(await api.anyone.employees.ancestors({ id: eve.id })).toEqual([
      { ...dan, depth: 1 },
      { ...ann, depth: 2 },
      { ...boss, depth: 3 },
    ])
    expect(api.statements).toHaveLength(1)
    expect(await api.anyone.employees.ancestors({ id: boss.id })).toEqual([])
    await expectRefusal(api.anyone.employees.ancestors({ id: 999_999 }), 'EMPLOYEE_NOT_FOUND')
  })
})

describe('employees.subtree', () => {
  test('is in depth-first order, siblings by name, read in one statement', async () => {
    const { boss, ann } = await organization()
    api.statements.length = 0
    expect(await tree(boss.id)).toEqual(['boss', '-ann', '--Cid', '--dan', '---eve', '-Bob'])
    expect(api.statements).toHaveLength(1)
    const [root, first] = await api.anyone.employees.subtree({ id: ann.id })
    expect(root).toEqual({ ...ann, depth: 0 })
    expect(first).toMatchObject({ name: 'Cid', managerId: ann.id, depth: 1 })
  })

  test('stops at maxDepth', async () => {
    const { boss } = await organization()
    expect(await tree(boss.id, 0)).toEqual(['boss'])
    expect(await tree(boss.id, 1)).toEqual(['boss', '-ann', '-Bob'])
    expect(await tree(boss.id, 2)).toEqual(['boss', '-ann', '--Cid', '--dan', '-Bob'])
    expect(await tree(boss.id, 10_000)).toHaveLength(6)
    await expectRefusal(tree(boss.id, -1), 'INVALID_INPUT', ['maxDepth'])
    await expectRefusal(tree(999_999), 'EMPLOYEE_NOT_FOUND')
  })

  test('reads a chain of 1,000 employees', async () => {
    const { db, tables } = api.store.read
    const top = await hire('top')
    await api.store.write(async ({ db, tables }) => {
      const rows = Array.from({ length: 999 }, (_, n) => ({ id: 1_000_001 + n, name: 'n', nameKey: 'n' }))
      await db
        .insert(tables.employees)
        .values(rows.map((row, n) => ({ ...row, managerId: n === 0 ? top.id : row.id - 1 })))
    })
    expect(await db.$count(tables.employees)).toBeGreaterThanOrEqual(1_000)
    const depths = (await api.anyone.employees.subtree({ id: top.id })).map((employee) => employee.depth)
    expect(depths).toEqual(Array.from({ length: 1_000 }, (_, n) => n))
    expect(await api.anyone.employees.ancestors({ id: 1_000_999 })).toHaveLength(999)
    await expectRefusal(api.service.employees.move({ id: top.id, managerId: 1_000_999 }), 'CYCLE')
    await api.service.employees.delete({ id: top.id, subordinates: 'cascade' })
    await expectRefusal(find(1_000_999), 'EMPLOYEE_NOT_FOUND')
  })
})

test('a cycle, which only another program can write, is an answer without repetition', async () => {
  const [one, other] = [await hire('one'), await hire('other')]
  const manage = (id: number, managerId: number | null) =>
    api.store.write(async ({ db, tables: { employees } }) => {
      await db.update(employees).set({ managerId }).where(eq(employees.id, id))
    })
  await manage(one.id, other.id)
  await manage(other.id, one.id)
  expect(await api.anyone.employees.subtree({ id: one.id })).toHaveLength(2)
  expect(await api.anyone.employees.ancestors({ id: one.id })).toHaveLength(1)
  await manage(one.id, null)
})

describe('employees.move', () => {
  const { move } = api.service.employees

  test('moves an employee with all descendants, also to the top; a second move changes nothing', async () => {
    const { boss, ann, bob } = await organization()
    expect(await move({ id: ann.id, managerId: bob.id })).toEqual({ ...ann, managerId: bob.id, version: 2 })
    expect(await move({ id: ann.id, managerId: bob.id })).toEqual({ ...ann, managerId: bob.id, version: 3 })
    expect(await tree(boss.id)).toEqual(['boss', '-Bob', '--ann', '---Cid', '---dan', '----eve'])
    expect(await move({ id: ann.id, managerId: null })).toEqual({ ...ann, managerId: null, version: 4 })
    expect(await tree(boss.id)).toEqual(['boss', '-Bob'])
    expect(await tree(ann.id)).toEqual(['ann', '-Cid', '-dan', '--eve'])
  })

  test('refuses to move an employee under themselves or a descendant', async () => {
    const { boss, ann, eve } = await organization()
    for (const { id } of [boss, ann, eve]) await expectRefusal(move({ id: boss.id, managerId: id }), 'CYCLE')
    await expectRefusal(move({ id: ann.id, managerId: eve.id }), 'CYCLE')
    expect(await tree(boss.id)).toEqual(['boss', '-ann', '--Cid', '--dan', '---eve', '-Bob'])
  })

  test('refuses an employee or a manager that does not exist', async () => {
    const { ann } = await organization()
    await expectRefusal(move({ id: 999_999, managerId: ann.id }), 'EMPLOYEE_NOT_FOUND')
    await expectRefusal(move({ id: ann.id, managerId: 999_999 }), 'EMPLOYEE_NOT_FOUND')
    await expectRefusal(move({ id: 999_999, managerId: null }), 'EMPLOYEE_NOT_FOUND')
    await expectRefusal(move({ id: 999_999, managerId: 999_999 }), 'EMPLOYEE_NOT_FOUND')
  })
})

describe('employees.update', () => {
  test('changes the given fields; null removes the title', async () => {
    const { update } = api.service.employees
    const ann = await create({ name: 'ann', title: 'CTO' })
    expect(await update({ id: ann.id })).toEqual(ann)
    expect(await update({ id: ann.id, name: 'Updated' })).toEqual({ ...ann, name: 'Updated', version: 2 })
    expect(await update({ id: ann.id, title: null })).toEqual({ ...ann, name: 'Updated', title: null, version: 3 })
    expect((await api.anyone.employees.list({ q: 'updated' })).items.map(({ id }) => id)).toEqual([ann.id])
    await expectRefusal(update({ id: 999_999, name: 'X' }), 'EMPLOYEE_NOT_FOUND')
  })
})

describe('employees.delete', () => {
  const remove = api.service.employees.delete

  test('promotes the subordinates to the manager', async () => {
    const { boss, ann } = await organization()
    expect(await remove({ id: ann.id })).toEqual({ id: ann.id })
    expect(await tree(boss.id)).toEqual(['boss', '-Bob', '-Cid', '-dan', '--eve'])
    await remove({ id: boss.id, subordinates: 'promote' })
    const roots = (await api.anyone.employees.roots({ limit: 100 })).items.map((employee) => employee.name)
    expect(roots).toEqual(expect.arrayContaining(['Bob', 'Cid', 'dan']))
    expect(roots).not.toContain('eve')
  })

  test('with policy restrict, refuses if there are subordinates and deletes if there are none', async () => {
    const { boss, ann, bob } = await organization()
    await expectRefusal(remove({ id: ann.id, subordinates: 'restrict' }), 'HAS_SUBORDINATES')
    expect(await remove({ id: bob.id, subordinates: 'restrict' })).toEqual({ id: bob.id })
    expect(await tree(boss.id)).toEqual(['boss', '-ann', '--Cid', '--dan', '---eve'])
  })

  test('deletes all descendants with policy cascade', async () => {
    const { boss, ann, eve } = await organization()
    expect(await remove({ id: ann.id, subordinates: 'cascade' })).toEqual({ id: ann.id })
    expect(await tree(boss.id)).toEqual(['boss', '-Bob'])
    await expectRefusal(find(eve.id), 'EMPLOYEE_NOT_FOUND')
  })

  test('refuses an employee that does not exist, with every policy', async () => {
    for (const subordinates of ['promote', 'restrict', 'cascade'] as const) {
      await expectRefusal(remove({ id: 999_999, subordinates }), 'EMPLOYEE_NOT_FOUND')
    }
  })
})

test('a tree or a chain of more than 25,000 employees is refused, and one of 20,000 is returned', async () => {
  const { employees } = api.store.read.tables
  const { id: root } = await hire('root of many')
  // Nobody else writes: the ids follow each other.
  const hireMany = (first: number, count: number) =>
    api.store.write(async ({ db }) => {
      for (let from = first; from < first + count; from += 2_000) {
        const ids = Array.from({ length: 2_000 }, (_, n) => from + n)
        await db.insert(employees).values(ids.map((id) => ({ id, name: 'many', nameKey: 'many', managerId: root })))
      }
    })
  await hireMany(root + 1, 20_000)
  expect(await api.anyone.employees.subtree({ id: root })).toHaveLength(20_001)
  await hireMany(root + 20_001, 6_000)
  await expectRefusal(api.anyone.employees.subtree({ id: root }), 'TOO_MANY_EMPLOYEES')
  expect(await api.anyone.employees.subtree({ id: root, maxDepth: 0 })).toHaveLength(1)
  await api.store.write(async ({ db }) => {
    await db.update(employees).set({ managerId: sql`id - 1` }).where(gt(employees.id, root))
  })
  await expectRefusal(api.anyone.employees.ancestors({ id: root + 26_000 }), 'TOO_MANY_EMPLOYEES')
})

test('refuse for every reason they declare', () => expect(api.unseenReasons('employees.')).toEqual([]))
