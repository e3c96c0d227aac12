import { type Connection, compareKeys, type Placeholders, prepared } from '@trellis/db'
import { assertRoom, type Refuses } from '@trellis/rpc'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { Context } from '../rpc.ts'
import type { EmployeeNode } from './views.ts'

/** An employee of a tree, with the key that siblings are sorted by. */
type Node = z.infer<typeof EmployeeNode> & { nameKey: string }

type Reading = Context & Refuses<'TOO_MANY_EMPLOYEES' | 'RESPONSE_TOO_LARGE'>

/** How many employees an answer has at most. */
const MAX_EMPLOYEES = 25_000
/** One more, which shows that there are too many. */
const readCount = sql.raw(String(MAX_EMPLOYEES + 1))

/** The values of each column. All have the same length. */
interface Columns {
  id: number[]
  name: string[]
  title: (string | null)[]
  managerId: (number | null)[]
  version: number[]
  nameKey: string[]
}

/**
 * The employees with the ids that `ids` selects, in any order, as one JSON list for each column. The recursive queries select
 * only ids, which an index alone can give. `not materialized`: SQLite would complete a longer tree before the limit.
 */
const columnsOf = ({ db, tables: { employees }, expressions }: Connection, ids: SQL) =>
  db
    .select({
      id: expressions.jsonValues(employees.id),
      name: expressions.jsonValues(employees.name),
      title: expressions.jsonValues(employees.title),
      managerId: expressions.jsonValues(employees.managerId),
      version: expressions.jsonValues(employees.version),
      nameKey: expressions.jsonValues(employees.nameKey),
    })
    .from(employees)
    .where(expressions.isAmong(employees.id, sql`${ids} limit ${readCount}`))

const ancestors = prepared((connection, { id }: Placeholders<{ id: number }>) =>
  columnsOf(
    connection,
    sql`with recursive chain (id, manager_id) as not materialized (
        select id, manager_id from employees where id = ${id}
        union all
        select above.id, above.manager_id from chain join employees as above on above.id = chain.manager_id
      ) select id from chain`,
  ),
)

const subtree = prepared((connection, { id, maxDepth }: Placeholders<{ id: number; maxDepth: number }>) =>
  columnsOf(
    connection,
    sql`with recursive branch (id, depth) as not materialized (
        select id, 0 from employees where id = ${id}
        union all
        select below.id, branch.depth + 1 from branch join employees as below on below.manager_id = branch.id
        where branch.depth < ${maxDepth}
      ) select id from branch`,
  ),
)

/** An employee (depth 0) and the managers above, nearest first. */
export async function ancestorsOf(ctx: Reading, values: { id: number }): Promise<Node[]> {
  const rows = rowsOf(ctx, await ancestors(ctx.store.background, values))
  const byId = new Map(rows.map((row) => [row.id, row]))
  const chain: Node[] = []
  for (let row = byId.get(values.id); row && chain.length < rows.length; row = byId.get(row.managerId ?? 0)) {
    row.depth = chain.length
    chain.push(row)
  }
  return chain
}

/** An employee (depth 0) and all descendants to `maxDepth`: depth first, siblings by name. */
export async function subtreeOf(ctx: Reading, values: { id: number; maxDepth: number }): Promise<Node[]> {
  const rows = rowsOf(ctx, await subtree(ctx.store.background, values))
  const reports = Map.groupBy(rows, (row) => row.managerId)
  const ordered: Node[] = []
  const stack = rows.filter((row) => row.id === values.id)
  for (let row = stack.pop(); row && ordered.length < rows.length; row = stack.pop()) {
    ordered.push(row)
    const depth = row.depth + 1
    // The last one first, because the stack returns them from its end.
    for (const report of (reports.get(row.id) ?? []).sort((a, b) => compareKeys(b.nameKey, a.nameKey) || b.id - a.id)) {
      report.depth = depth
      stack.push(report)
    }
  }
  return ordered
}

/** The employees of a tree, with the depth still 0. @throws TOO_MANY_EMPLOYEES */
function rowsOf(ctx: Reading, [lists]: Record<keyof Columns, string>[]): Node[] {
  // The rest of a batch that is too long is refused. Building it would delay others.
  assertRoom(ctx)
  if (!lists) return []
  const ids: Columns['id'] = JSON.parse(lists.id)
  if (ids.length > MAX_EMPLOYEES) throw ctx.refuse('TOO_MANY_EMPLOYEES')
  const name: Columns['name'] = JSON.parse(lists.name)
  const title: Columns['title'] = JSON.parse(lists.title)
  const managerId: Columns['managerId'] = JSON.parse(lists.managerId)
  const version: Columns['version'] = JSON.parse(lists.version)
  const nameKey: Columns['nameKey'] = JSON.parse(lists.nameKey)
  return ids.map((id, row) => ({
    id,
    name: name[row] ?? '',
    title: title[row] ?? null,
    managerId: managerId[row] ?? null,
    version: version[row] ?? 1,
    nameKey: nameKey[row] ?? '',
    depth: 0,
  }))
}

/** The ids of an employee and all descendants, for use in a condition. */
export function subtreeIds(id: number): SQL {
  return sql`(with recursive branch (id) as (
    select employees.id from employees where employees.id = ${id}
    union all
    select employees.id from branch join employees on employees.manager_id = branch.id
  ) select id from branch)`
}

/** Whether `id` is `ancestor` or a descendant of it. Walks up from `id`: an employee has few ancestors. */
export function isDescendant(id: number, ancestor: number): SQL {
  return sql`exists (with recursive chain (id) as (
    select cast(${id} as bigint)
    union all
    select employees.manager_id from chain join employees on employees.id = chain.id
    where employees.manager_id is not null
  ) select 1 from chain where chain.id = ${ancestor})`
}
