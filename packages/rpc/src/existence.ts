import { inArray, type SQLWrapper, sql } from 'drizzle-orm'
import type { AnyConnection } from './database.ts'
import { ApiError } from './errors.ts'
import { commonReasons, type MayRefuse, type MissingReason, type Reasons } from './reasons.ts'

/** The tables that have a reason for a missing row. */
export type KnownTable<Declared extends Reasons> = Extract<Declared[keyof Declared], { missing: string }>['missing']

/** The errors about missing rows, by the reasons that a domain declares. */
export function existenceOf<Declared extends Reasons>(declared: Declared) {
  type Table = KnownTable<Declared>
  const missing = new Map(
    Object.entries(declared).flatMap(([reason, declaration]) =>
      declaration.missing === undefined ? [] : [[declaration.missing, { reason, declaration }] as const],
    ),
  )

  /** What may refuse because a row of a table is missing. */
  type MayMiss<Name extends Table> = MayRefuse<MissingReason<Declared, Name>>

  /** The error for a missing row. */
  function notFound<Name extends Table>(_ctx: MayMiss<NoInfer<Name>>, table: Name): ApiError {
    return missingFrom(table)
  }

  function missingFrom(table: Table): ApiError {
    const known = missing.get(table)
    if (!known) throw new Error(`There is no reason for a missing row of ${table}`)
    return new ApiError(known.reason, known.declaration)
  }

  /**
   * For a statement that changed no row: checks whether the rows named in the input exist.
   *
   * @throws the NOT_FOUND of the table if one of the rows does not exist.
   */
  async function assertExists<Name extends Table>(
    ctx: AnyConnection & MayMiss<NoInfer<Name>>,
    table: Name,
    ...ids: number[]
  ): Promise<void> {
    if (!(await allExist(ctx, table, ids))) throw missingFrom(table)
  }

  /** The error for a statement that changed no owned row: the row does not exist, or belongs to another user. */
  async function refusal<Name extends Table>(
    ctx: AnyConnection & MayMiss<NoInfer<Name>> & MayRefuse<'NOT_ALLOWED'>,
    table: Name,
    id: number,
  ): Promise<ApiError> {
    const exists = await allExist(ctx, table, [id])
    return exists ? new ApiError('NOT_ALLOWED', commonReasons.NOT_ALLOWED) : missingFrom(table)
  }

  return { notFound, assertExists, refusal }
}

/** Whether a table has rows with all these ids. */
async function allExist({ db, tables }: AnyConnection, name: string, ids: number[]): Promise<boolean> {
  const table: unknown = Reflect.get(tables, name)
  if (!hasId(table)) throw new Error(`There is no table ${name} with an id`)
  const rows = await db
    .select({ id: sql`${table.id}`.mapWith(Number) })
    .from(sql`${table}`)
    .where(inArray(table.id, ids))
  const found = new Set(rows.map((row) => row.id))
  return ids.every((id) => found.has(id))
}

function hasId(table: unknown): table is SQLWrapper & { id: SQLWrapper } {
  return typeof table === 'object' && table !== null && 'id' in table
}
