import type { Change, JournalColumns } from '@trellis/store'
import { z } from 'zod'

/** The maximum number of rows in an event, and of ids. */
const MAX_ROWS = 50

/** A row with a primary key of one column. */
export interface WithId {
  id: number | string
}

/** An event of a stream: rows that are new or changed, the ids of rows that are gone, or that the client must read all again. */
export type RowChanges<Row extends WithId> =
  | { kind: 'changed'; rows: Row[] }
  | { kind: 'deleted'; ids: Row['id'][] }
  | { kind: 'reset' }

/** The schema of the ids of rows. */
export function idsOf<Row extends WithId>(row: z.ZodType<Row>): z.ZodType<Row['id']> {
  const id: unknown = row instanceof z.ZodObject ? row.shape.id : undefined
  // Sound: it is the schema of this field.
  return (id instanceof z.ZodType ? id : z.union([z.number(), z.string()])) as z.ZodType<Row['id']>
}

/** The schema of the events of rows. */
export const rowChanges = <Row extends WithId>(
  row: z.ZodType<Row>,
  id: z.ZodType<Row['id']> = idsOf(row),
): z.ZodType<RowChanges<Row>> =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('changed'), rows: z.array(row) }),
    z.object({ kind: z.literal('deleted'), ids: z.array(id) }),
    z.object({ kind: z.literal('reset') }),
  ])

/** Whether a subscriber sees a row with these columns of `by`, and this primary key. */
export type Sees = (by: JournalColumns, key: JournalColumns) => boolean

/** A row of which a subscriber sees a change: the position of the first such change, and whether it sees the row after the last one. */
interface SeenRow<Id> {
  id: Id
  position: string
  isSeen: boolean
}

/**
 * The rows that a subscriber sees before or after a change, in the order of their first such change: a subscriber that is interrupted
 * after the position of an event has the rows of all changes up to it. `changes` are those of one table.
 */
export function seenRows<Id>(changes: readonly Change[], idOf: (change: Change) => Id, sees: Sees): SeenRow<Id>[] {
  const seen = new Map<Id, SeenRow<Id>>()
  for (const change of changes) {
    const { key, before, after, position } = change
    const id = idOf(change)
    const isSeen = after !== null && sees(after, key)
    const known = seen.get(id)
    if (known) known.isSeen = isSeen
    else if (isSeen || (before && sees(before, key))) seen.set(id, { id, position, isSeen })
  }
  return [...seen.values()]
}

/** One event for rows that follow each other with the same kind of change. Its position is that of the last one; that of the last event is `to`. */
export function eventsOf<Row extends WithId>(seen: SeenRow<Row['id']>[], rows: Map<Row['id'], Row>, to: string) {
  const events: (Exclude<RowChanges<Row>, { kind: 'reset' }> & { position: string })[] = []
  for (const { id, position, isSeen } of seen) {
    const row = isSeen ? rows.get(id) : undefined
    const last = events.at(-1)
    if (row !== undefined) {
      if (last?.kind === 'changed' && last.rows.length < MAX_ROWS) {
        last.rows.push(row)
        last.position = position
      } else events.push({ kind: 'changed', rows: [row], position })
    } else if (last?.kind === 'deleted' && last.ids.length < MAX_ROWS) {
      last.ids.push(id)
      last.position = position
    } else events.push({ kind: 'deleted', ids: [id], position })
  }
  const last = events.at(-1)
  if (last) last.position = to
  return events
}
