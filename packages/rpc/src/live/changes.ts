import type { Change } from '@trellis/store'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { type Events, eventsOutput } from './events-output.ts'
import { journalSteps, type LiveContext, left, type Since } from './follow.ts'
import type { Batch } from './journal-reader.ts'
import { eventsOf, idsOf, type RowChanges, rowChanges, type Sees, seenRows, type WithId } from './row-changes.ts'

/** The events of a stream, each with its position as the id. */
export type ChangeStream<Row extends WithId> = Events<RowChanges<Row>>

/** Rows that a subscriber sees because of other rows, such as the books of the authors that it follows. */
export interface DependentRows {
  /** Reads which rows it sees now. */
  read(): Promise<Sees>
  /** Whether it sees other rows after a change. They are then read again, and the subscriber gets `reset`. */
  until(change: Change): boolean
}

/** Which changes a subscriber gets. */
export interface Subscription extends Since {
  /** The rows that it sees: every row, by default. */
  where?: Sees | DependentRows
}

/** The stream of a table, for the procedures that let clients watch it. */
export interface TableStream<Connection, Row extends WithId> {
  /** The output of a procedure that returns the stream. */
  readonly output: z.ZodType<ChangeStream<Row>>
  /** Follows the changes that a subscriber may see. */
  follow(ctx: LiveContext<Connection>, subscription: Subscription): ChangeStream<Row>
}

const everyRow: Sees = () => true

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
  view: (connection: Connection, ids: Row['id'][]) => PromiseLike<unknown[]>
}): TableStream<Connection, Row> {
  const schema = z.array(row)
  const id = idsOf(row)
  const idOf = ({ key }: Change) => id.parse(key.id)
  const ofTable = (changes: readonly Change[]) => changes.filter((change) => change.table === table)
  const read = new WeakMap<Batch, Promise<Map<Row['id'], Row>>>()
  async function readRows(connection: Connection, ids: Row['id'][]): Promise<Map<Row['id'], Row>> {
    const rows = schema.parse(await view(connection, ids))
    return new Map(rows.map((row) => [row.id, row]))
  }
  /** Reads the rows of a batch once, unless that fails. */
  function rowsOf(batch: Batch, connection: Connection): Promise<Map<Row['id'], Row>> {
    const known = read.get(batch)
    if (known) return known
    const rows = readRows(connection, [...new Set(ofTable(batch.changes).map(idOf))])
    read.set(batch, rows)
    rows.catch(() => read.delete(batch))
    return rows
  }

  return {
    output: eventsOutput(rowChanges(row)),
    follow: async function* (ctx, { where = everyRow, ...subscription }) {
      const dependent = typeof where === 'function' ? undefined : where
      let sees = typeof where === 'function' ? where : await where.read()
      for await (const step of journalSteps(ctx, subscription)) {
        if (step.kind === 'ended') {
          // The client must not take the end of the stream for the end of the events: the host closes its connection.
          await left(subscription.signal)
          return
        }
        if (step.kind === 'reset') yield tracked(step.position, { kind: 'reset' })
        // A client that reads the rows after this event, and is interrupted before the next one, misses no change.
        if (step.kind === 'started') yield tracked(step.position, { kind: 'changed', rows: [] })
        if (step.kind !== 'batch') continue
        let { changes } = step.batch
        const end = dependent ? changes.findLastIndex((change) => dependent.until(change)) : -1
        const ended = changes[end]
        if (dependent && ended) {
          sees = await dependent.read()
          changes = changes.slice(end + 1)
          yield tracked(ended.position, { kind: 'reset' })
        }
        const seen = seenRows(ofTable(changes), idOf, sees)
        const events = seen.length > 0 ? eventsOf(seen, await rowsOf(step.batch, ctx.store.read), step.position) : []
        for (const { position, ...event } of events) yield tracked(position, event)
        if (step.isDue) yield tracked(step.position, { kind: 'changed', rows: [] })
      }
    },
  }
}
