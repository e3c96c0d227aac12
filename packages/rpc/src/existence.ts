import { inArray, type SQLWrapper, sql } from 'drizzle-orm'
import type { AnyConnection } from './database.ts'
import { ApiError } from './errors.ts'
import { commonReasons, type MayRefuse, type MissingReason, type Reasons } from './reasons.ts'

/** The tables for which a reason says that a row is missing. */
export type KnownTable<Declared extends Reasons> = Extract<Declared[keyof Declared], { missing: string }>['missing']

/** The errors about rows that are not there, by the reasons that a domain declares. */
export function existenceOf<Declared extends Reasons>(declared: Declared) {
  type Table = KnownTable<Declared>
  const missing = new Map(
    Object.entries(declared).flatMap(([reason, declaration]) =>
      declaration.missing === undefined ? [] : [[declaration.missing, { reason, declaration }] as const],
    ),
  )

  /** What may refuse because a row of a table is missing. */
  type MayMiss<Name extends Table> = MayRefuse<MissingReason<Declared, Name>>

  /** The error for a row that is not there. */
  function notFound<Name extends Table>(_ctx: MayMiss<NoInfer<Name>>, table: Name): ApiError {
    return missingFrom(table)
  }

  function missingFrom(table: Table): ApiError {
    const known = missing.get(table)
    if (!known) throw new Error(`No reason says that a row of ${table} is missing`)
    return new ApiError(known.reason, known.declaration)
  }

  /**
   * For a statement that had nothing to do: the reason may be that what the input names is not there.
   *
   * @throws the NOT_FOUND of the table if one of the rows is not there.
   */
  async function mustExist<Name extends Table>(
    ctx: AnyConnection & MayMiss<NoInfer<Name>>,
    table: Name,
    ...ids: number[]
  ): Promise<void> {
    if (!(await allExist(ctx, table, ids))) throw missingFrom(table)
  }

  /** Why a statement that acts on an owned row touched none: it is not there, or it belongs to somebody else. */
  async function refusal<Name extends Table>(
    ctx: AnyConnection & MayMiss<NoInfer<Name>> & MayRefuse<'NOT_ALLOWED'>,
    table: Name,
    id: number,
  ): Promise<ApiError> {
    const exists = await allExist(ctx, table, [id])
    return exists ? new ApiError('NOT_ALLOWED', commonReasons.NOT_ALLOWED) : missingFrom(table)
  }

  return { notFound, mustExist, refusal }
}

/** Whether a table has rows of all these ids. */
export async function allExist({ db, tables }: AnyConnection, name: string, ids: number[]): Promise<boolean> {
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
