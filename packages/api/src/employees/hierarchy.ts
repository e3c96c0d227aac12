import { type Connection, type Placeholders, prepared } from '@trellis/db'
import { type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { assertRoom, type Context } from '../rpc.ts'
import type { EmployeeNode } from './views.ts'

type Node = z.infer<typeof EmployeeNode>

/** How many employees an answer has at most. */
export const MAX_EMPLOYEES = 25_000
/** One more, which shows that there are too many. */
const readCount = sql.raw(String(MAX_EMPLOYEES + 1))

/**
 * The nodes as one JSON text: the event loop would receive as many rows of PostgreSQL one by one. Both recursive queries
 * select the columns themselves: a join to the ids makes SQLite scan all employees.
 */
const nodes = ({ db, expressions }: Connection, tree: SQL, orderBy: SQL) => {
  const node = {
    id: sql`tree.id`,
    name: sql`tree.name`,
    title: sql`tree.title`,
    managerId: sql`tree.manager_id`,
    version: sql`tree.version`,
    depth: sql`tree.depth`,
  }
  const list = expressions.jsonList<Node>(node, sql`(${tree} limit ${readCount}) as tree`, orderBy)
  return db.select({ json: sql<string>`cast(${list} as text)` }).from(sql`(select 1) as one`)
}

const ancestors = prepared((connection, { id }: Placeholders<{ id: number }>) =>
  nodes(
    connection,
    sql`with recursive chain (id, name, title, manager_id, version, depth) as (
        select id, name, title, manager_id, version, 0 from employees where id = ${id}
        union all
        select above.id, above.name, above.title, above.manager_id, above.version, chain.depth + 1
        from chain join employees as above on above.id = chain.manager_id
      ) select * from chain`,
    sql`tree.depth`,
  ),
)

const subtree = prepared((connection, { id, maxDepth }: Placeholders<{ id: number; maxDepth: number }>) =>
  nodes(
    connection,
    sql`with recursive branch (id, name, title, manager_id, version, name_key, depth) as (
        select id, name, title, manager_id, version, name_key, 0 from employees where id = ${id}
        union all
        select below.id, below.name, below.title, below.manager_id, below.version, below.name_key, branch.depth + 1
        from branch join employees as below on below.manager_id = branch.id
        where branch.depth < ${maxDepth}
      ) select * from branch`,
    sql`tree.depth, tree.name_key, tree.id`,
  ),
)

/** An employee (depth 0) and the managers above, nearest first. */
export async function ancestorsOf(ctx: Context, values: { id: number }): Promise<Node[]> {
  return parsed(ctx, await ancestors(ctx.store.background, values))
}

/** An employee (depth 0) and all descendants to `maxDepth`, by level, then by name. */
export async function subtreeOf(ctx: Context, values: { id: number; maxDepth: number }): Promise<Node[]> {
  return parsed(ctx, await subtree(ctx.store.background, values))
}

function parsed(ctx: Context, [row]: { json: string }[]): Node[] {
  // The rest of a batch that is too long is refused. Building it would delay others.
  assertRoom(ctx)
  return JSON.parse(row?.json ?? '[]')
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

/** Sorts rows that are in level order depth-first. Siblings keep their order. */
export function depthFirst(rows: Node[]): Node[] {
  const [root] = rows
  if (!root) return []
  const reports = new Map<number | null, Node[]>()
  for (const row of rows) {
    const siblings = row === root ? undefined : reports.get(row.managerId)
    if (siblings) siblings.push(row)
    else if (row !== root) reports.set(row.managerId, [row])
  }
  const ordered: Node[] = []
  const stack = [root]
  for (let next = stack.pop(); next; next = stack.pop()) {
    ordered.push(next)
    stack.push(...(reports.get(next.id) ?? []).reverse())
  }
  return ordered
}
