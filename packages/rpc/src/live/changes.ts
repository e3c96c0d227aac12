import type { Change, Journal, JournalColumns } from '@trellis/store'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { type Events, eventsOutput } from './events-output.ts'
import { type Batch, JournalReader } from './journal-reader.ts'

/** An event of a stream: rows that are new or changed, the ids of rows that are gone, or that the client must read all again. */
export type RowChanges<Row extends WithId> =
  | { kind: 'changed'; rows: Row[] }
  | { kind: 'deleted'; ids: Row['id'][] }
  | { kind: 'reset' }

/** A row with a primary key of one column. */
interface WithId {
  id: number | string
}

/** The events of a stream, each with its position as the id. */
export type ChangeStream<Row extends WithId> = Events<RowChanges<Row>>

/** The part of a context that a stream needs. */
export interface LiveContext<Connection> {
  readonly store: { readonly read: Connection; readonly journal: Journal | undefined }
}

const position = z.string().max(100).nullish()

/**
 * The input of a stream that says where it goes on: the position of the last event that the client has. Clients of tRPC and browsers
 * send `lastEventId` by themselves after an interruption; it wins over `after`.
 */
export const since = { after: position, lastEventId: position }

const readers = new WeakMap<Journal, JournalReader>()

/** The reader of a store's journal, which all streams of the process share. @throws if no table is declared with `journal`. */
export function readerOf({ journal }: { readonly journal: Journal | undefined }): JournalReader {
  if (!journal) throw new Error('No table is declared with journal(...)')
  const reader = readers.get(journal) ?? new JournalReader(journal)
  readers.set(journal, reader)
  return reader
}

/** Which changes a subscriber gets. */
export interface Subscription {
  /** The position of the last event that it has. Without one, it gets the changes from now on. */
  after?: string | null | undefined
  lastEventId?: string | null | undefined
  /** Whether it sees a row with these columns of `by`. Every row, by default. */
  where?: (by: JournalColumns) => boolean
  signal: AbortSignal | undefined
}

/** The stream of a table, for the procedures that let clients watch it. */
export interface TableStream<Connection, Row extends WithId> {
  /** The output of a procedure that returns the stream. */
  readonly output: z.ZodType<ChangeStream<Row>>
  /** Follows the changes that a subscriber may see. */
  follow(ctx: LiveContext<Connection>, subscription: Subscription): ChangeStream<Row>
}

/**
 * Declares the stream of a journaled table with an `id`. `view` reads the rows of ids as any caller may see them: it is called once
 * for each batch of changes, whatever the number of subscribers. A row that it does not return is gone for subscribers. `row` has
 * no field that depends on the caller.
 *
 * @example
 * const loanChanges = changesOf({ table: 'loans', row: Loan, view: loansById })
 * changes: publicProcedure
 *   .meta({ http: 'GET /books/{bookId}/loans/changes' })
 *   .input(z.object({ bookId: id, ...since }))
 *   .output(loanChanges.output)
 *   .subscription(({ ctx, input, signal }) =>
 *     loanChanges.follow(ctx, { ...input, where: (loan) => loan.bookId === input.bookId, signal }))
 */
export function changesOf<Connection, Row extends WithId>({
  table,
  row,
  view,
}: {
  table: string
  row: z.ZodType<Row>
  view: (connection: Connection, ids: Row['id'][]) => Promise<unknown[]>
}): TableStream<Connection, Row> {
  const schema = z.array(row)
  const ids = idsOf(row)
  const idOf = ({ key }: Change) => ids.parse(key.id)
  const read = new WeakMap<Batch, Promise<Map<Row['id'], Row>>>()
  const rowsOf = (batch: Batch, connection: Connection) => {
    const rows =
      read.get(batch) ??
      view(connection, changedIn(batch)).then((rows) => new Map(schema.parse(rows).map((row) => [row.id, row])))
    read.set(batch, rows)
    return rows
  }
  const changedIn = ({ changes }: Batch) => [
    ...new Set(changes.flatMap((change) => (change.table === table ? [idOf(change)] : []))),
  ]

  return {
    output: eventsOutput(rowChanges(row, ids)),
    follow: async function* (
      { store },
      { after, lastEventId, where = () => true, signal = new AbortController().signal },
    ) {
      const reader = readerOf(store)
      let position = lastEventId ?? after
      if (!position) {
        position = await reader.position()
        // A client that reads the rows after this event, and is interrupted before the next one, misses no change.
        yield tracked(position, { kind: 'changed', rows: [] })
      }
      for (let isReset = true; isReset; ) {
        isReset = false
        for await (const batch of reader.follow(position, signal)) {
          if (!batch) {
            isReset = true
            position = await reader.position()
            yield tracked(position, { kind: 'reset' })
            break
          }
          const last = lastChanges(batch, table, idOf, where)
          if (last.length === 0) continue
          const rows = await rowsOf(batch, store.read)
          for (const { position, ...event } of eventsOf(last, rows)) yield tracked(position, event)
        }
      }
    },
  }
}

/** The schema of the ids of rows. */
function idsOf<Row extends WithId>(row: z.ZodType<Row>): z.ZodType<Row['id']> {
  const id: unknown = row instanceof z.ZodObject ? row.shape.id : undefined
  // Sound: it is the schema of this field.
  return (id instanceof z.ZodType ? id : z.union([z.number(), z.string()])) as z.ZodType<Row['id']>
}

const rowChanges = <Row extends WithId>(row: z.ZodType<Row>, id: z.ZodType<Row['id']>): z.ZodType<RowChanges<Row>> =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('changed'), rows: z.array(row) }),
    z.object({ kind: z.literal('deleted'), ids: z.array(id) }),
    z.object({ kind: z.literal('reset') }),
  ])

/** The last change of each row that a subscriber sees before or after, in their order. */
function lastChanges<Id>(
  { changes }: Batch,
  table: string,
  idOf: (change: Change) => Id,
  where: (by: JournalColumns) => boolean,
): SeenChange<Id>[] {
  const seen = new Map<Id, SeenChange<Id>>()
  for (const change of changes) {
    if (change.table !== table) continue
    const id = idOf(change)
    const isSeen = change.after !== null && where(change.after)
    if (!isSeen && !(change.before && where(change.before)) && !seen.has(id)) continue
    seen.delete(id)
    seen.set(id, { id, position: change.position, isSeen })
  }
  return [...seen.values()]
}

/** The last change of a row in a batch, and whether a subscriber sees the row after it. */
interface SeenChange<Id> {
  id: Id
  position: string
  isSeen: boolean
}

/** One event for changes of a kind that follow each other. Its position is that of the last one. */
function eventsOf<Row extends WithId>(changes: SeenChange<Row['id']>[], rows: Map<Row['id'], Row>) {
  const events: (Exclude<RowChanges<Row>, { kind: 'reset' }> & { position: string })[] = []
  for (const { id, position, isSeen } of changes) {
    const row = isSeen ? rows.get(id) : undefined
    const last = events.at(-1)
    if (row !== undefined) {
      if (last?.kind === 'changed') {
        last.rows.push(row)
        last.position = position
      } else events.push({ kind: 'changed', rows: [row], position })
    } else if (last?.kind === 'deleted') {
      last.ids.push(id)
      last.position = position
    } else events.push({ kind: 'deleted', ids: [id], position })
  }
  return events
}
