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
  id: z.ZodType<Row['id']>,
): z.ZodType<RowChanges<Row>> =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('changed'), rows: z.array(row) }),
    z.object({ kind: z.literal('deleted'), ids: z.array(id) }),
    z.object({ kind: z.literal('reset') }),
  ])

/** Whether a subscriber sees a row with these columns of `by`, and this primary key. */
export type Sees = (by: JournalColumns, key: JournalColumns) => boolean

/** The last change of a row, and whether a subscriber sees the row after it. */
interface SeenChange<Id> {
  id: Id
  position: string
  isSeen: boolean
}

/** The last change of each row that a subscriber sees before or after, in their order. `changes` are those of one table. */
export function lastChanges<Id>(
  changes: readonly Change[],
  idOf: (change: Change) => Id,
  sees: Sees,
): SeenChange<Id>[] {
  const seen = new Map<Id, SeenChange<Id>>()
  for (const change of changes) {
    const { key, before, after } = change
    const id = idOf(change)
    const isSeen = after !== null && sees(after, key)
    if (!isSeen && !(before && sees(before, key)) && !seen.has(id)) continue
    seen.delete(id)
    seen.set(id, { id, position: change.position, isSeen })
  }
  return [...seen.values()]
}

/** One event for changes of a kind that follow each other. Its position is that of the last one. */
export function eventsOf<Row extends WithId>(changes: SeenChange<Row['id']>[], rows: Map<Row['id'], Row>) {
  const events: (Exclude<RowChanges<Row>, { kind: 'reset' }> & { position: string })[] = []
  for (const { id, position, isSeen } of changes) {
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
  return events
}
