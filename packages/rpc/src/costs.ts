import type { TRPCProcedureType } from '@trpc/server'
import type { Caller } from './caller.ts'

/** The cost of a mutation and of a query whose `meta` has no `cost`. */
const MUTATION = 5
const QUERY = 1

/** The items of a page that are included in the cost of its query. Each further part of this size costs as much again. */
const ITEMS = 20
/** The largest page. */
const MAX_ITEMS = 100

/** A call, before it runs. */
export interface LimitedCall {
  readonly type: TRPCProcedureType
  /** The points that it spends of the budget of its caller. */
  readonly cost: number
  identify(): Promise<Caller>
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal | undefined
}

/** The cost of a call: the cost of its procedure, and more for the items beyond a short page. `input` is as it was sent. */
export async function costOf(
  type: TRPCProcedureType,
  own: number | undefined,
  input: () => Promise<unknown>,
): Promise<number> {
  const cost = own ?? (type === 'mutation' ? MUTATION : QUERY)
  if (type === 'mutation') return cost
  // The procedure itself refuses an input that cannot be read.
  const sent = await input().catch(() => undefined)
  if (!isObject(sent)) return cost
  // A row may have a list of its own: `{ id: 1, books: { limit: 100 } }`.
  return [sent, ...Object.values(sent)].reduce<number>((sum, part) => sum + furtherItems(part), cost)
}

function furtherItems(part: unknown): number {
  if (!isObject(part) || !('limit' in part) || typeof part.limit !== 'number' || !(part.limit > ITEMS)) return 0
  return Math.ceil(Math.min(part.limit, MAX_ITEMS) / ITEMS) - 1
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
