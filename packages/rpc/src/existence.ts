import { inArray, type SQLWrapper, sql } from 'drizzle-orm'
import type { AnyConnection } from './database.ts'
import type { ApiError, Refuses } from './errors.ts'
import type { MissingReason, Reasons } from './reasons.ts'

/** The functions that look whether rows exist, by the reasons that a domain declares for missing ones. */
export function existenceOf<Declared extends Reasons>(declared: Declared) {
  type Missing = MissingReason<Declared>

  /**
   * For a statement that changed no row: checks whether the rows named in the input exist.
   *
   * @param reason the reason for a missing row of that table.
   * @throws it if one of the rows does not exist.
   */
  async function assertExists<Reason extends string>(
    ctx: AnyConnection & Refuses<Reason>,
    reason: Extract<NoInfer<Reason>, Missing>,
    ...ids: (number | string)[]
  ): Promise<void> {
    if (!(await allExist(ctx, declared[reason]?.missing, ids))) throw ctx.refuse(reason)
  }

  /**
   * The error for a statement that changed no row because of its id or of an access rule: the row does not exist, or the
   * caller may not act on it.
   */
  async function notFoundOrForbidden<Reason extends string>(
    ctx: AnyConnection & Refuses<Reason | 'NOT_ALLOWED'>,
    reason: Extract<NoInfer<Reason>, Missing>,
    id: number | string,
  ): Promise<ApiError> {
    return ctx.refuse((await allExist(ctx, declared[reason]?.missing, [id])) ? 'NOT_ALLOWED' : reason)
  }

  return { assertExists, notFoundOrForbidden }
}

/** Whether a table has rows with all these ids. */
async function allExist(
  { db, tables }: AnyConnection,
  name: string | undefined,
  ids: (number | string)[],
): Promise<boolean> {
  const table: unknown = name === undefined ? undefined : Reflect.get(tables, name)
  if (!hasId(table)) throw new Error(`There is no table ${name} with an id`)
  const rows = await db
    .select({ id: sql`${table.id}`.mapWith(String) })
    .from(sql`${table}`)
    .where(inArray(table.id, ids))
  const found = new Set(rows.map((row) => row.id))
  return ids.every((id) => found.has(String(id).toLowerCase()))
}

function hasId(table: unknown): table is SQLWrapper & { id: SQLWrapper } {
  return typeof table === 'object' && table !== null && 'id' in table
}
