import type { Connection, Tables } from '@trellis/db'
import { inArray } from 'drizzle-orm'
import { ApiError, type Reason } from './errors.ts'

type Referenced = 'users' | 'posts' | 'tags' | 'categories' | 'comments' | 'employees'

type Reader = Pick<Connection, 'db' | 'tables'>

/** Which table an id in the input refers to, by the name it goes by. */
const byField: Record<string, Referenced> = {
  userId: 'users',
  authorId: 'users',
  followerId: 'users',
  reassignTo: 'users',
  postId: 'posts',
  tagId: 'tags',
  tags: 'tags',
  category: 'categories',
  moveTo: 'categories',
  parentId: 'comments',
  managerId: 'employees',
}

const missing: Record<Referenced, [Reason, string]> = {
  users: ['USER_NOT_FOUND', 'There is no such user.'],
  posts: ['POST_NOT_FOUND', 'There is no such post.'],
  tags: ['TAG_NOT_FOUND', 'There is no such tag.'],
  categories: ['CATEGORY_NOT_FOUND', 'There is no such category.'],
  comments: ['COMMENT_NOT_FOUND', 'There is no such comment.'],
  employees: ['EMPLOYEE_NOT_FOUND', 'There is no such employee.'],
}

/** The error for a row that is not there. */
export function notFound(table: Referenced): ApiError {
  return new ApiError(...missing[table])
}

/**
 * Says which id of the input made a foreign key refuse. Not every engine names the key, so the input is searched
 * for ids, and the first that names no row is the one. Runs only after a failure, outside the transaction.
 */
export async function missingReference(connection: Connection, input: unknown): Promise<ApiError> {
  for (const [table, ids] of referencedIds(input)) {
    if (!(await allExist(connection, table, ids))) return notFound(table)
  }
  return changedMeanwhile()
}

/** The error for what somebody else changed between two statements of a transaction. */
export function changedMeanwhile(): ApiError {
  return new ApiError('CHANGED_MEANWHILE', 'Somebody else has just changed what this is about. Try again.')
}

/**
 * For a statement that had nothing to do: the reason may be that what the input names is not there.
 *
 * @throws the NOT_FOUND of the table if one of the rows is not there.
 */
export async function mustExist(connection: Reader, table: Referenced, ...ids: number[]): Promise<void> {
  if (!(await allExist(connection, table, ids))) throw notFound(table)
}

function referencedIds(input: unknown): Map<Referenced, number[]> {
  const ids = new Map<Referenced, number[]>()
  const visit = (value: unknown, table: Referenced | undefined) => {
    if (typeof value === 'number' && table) ids.set(table, [...(ids.get(table) ?? []), value])
    else if (Array.isArray(value)) for (const item of value) visit(item, table)
    else if (value && typeof value === 'object') {
      for (const [key, child] of Object.entries(value)) visit(child, byField[key] ?? table)
    }
  }
  visit(input, undefined)
  return ids
}

async function allExist({ db, tables }: Reader, name: Referenced, ids: number[]): Promise<boolean> {
  const table: Tables[Referenced] = tables[name]
  const rows = await db.select({ id: table.id }).from(table).where(inArray(table.id, ids))
  const found = new Set(rows.map((row) => row.id))
  return ids.every((id) => found.has(id))
}
