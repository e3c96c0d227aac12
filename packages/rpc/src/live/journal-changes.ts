import type { Change } from '@trellis/store'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { type Events, eventsOutput } from './events-output.ts'
import { journalSteps, type LiveContext, left, readerOf, type Since } from './follow.ts'

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A change of a row: its primary key, and the columns by which subscribers choose. It has no other columns. */
const JournalChange = z.object({
  position: z.string(),
  table: z.string(),
  kind: z.enum(['created', 'updated', 'deleted']),
  key: z.record(z.string(), value),
  by: z.record(z.string(), value),
})

/**
 * Changes in their order, and the position after which to go on. `more`: there are more now. `reset`: the journal does not have the
 * position that was given, so all rows must be read again; the changes are those after that.
 */
export const JournalChanges = z.object({
  items: z.array(JournalChange),
  position: z.string(),
  more: z.boolean(),
  reset: z.boolean(),
})
type JournalChanges = z.infer<typeof JournalChanges>

/** Which changes a service asks for: those of some tables, or all. */
export const changesOfTables = { tables: z.array(z.string().max(100)).max(100).optional() }

interface OfTables {
  tables?: readonly string[] | undefined
}

const itemsOf = (changes: readonly Change[], { tables }: OfTables) =>
  changes.flatMap(({ position, table, kind, key, before, after }) =>
    !tables || tables.includes(table) ? [{ position, table, kind, key, by: after ?? before ?? {} }] : [],
  )

/** Every change of the journaled tables, for services that keep something in step with them: each change, not each row. */
export const journalChanges = {
  /** The changes after a position, at most `limit` of all tables. */
  async list(
    { store }: LiveContext<unknown>,
    { after, limit, ...of }: OfTables & { after?: string | null | undefined; limit: number },
  ): Promise<JournalChanges> {
    const start = async (reset: boolean) => ({
      items: [],
      position: await readerOf(store).newest(),
      more: false,
      reset,
    })
    if (!after) return start(false)
    const read = await store.journal?.read(after, limit)
    if (!read) return start(true)
    return { items: itemsOf(read.changes, of), position: read.position, more: read.more, reset: false }
  },

  /** The output of a procedure that returns `follow`. */
  output: eventsOutput(JournalChanges),

  /** Follows the changes as they are committed. */
  async *follow(ctx: LiveContext<unknown>, { tables, ...since }: OfTables & Since): Events<JournalChanges> {
    for await (const step of journalSteps(ctx, since)) {
      if (step.kind === 'ended') return left(since.signal)
      const { kind, position } = step
      const items = kind === 'batch' ? itemsOf(step.batch.changes, { tables }) : []
      if (kind !== 'batch' || items.length > 0 || step.isDue)
        yield tracked(position, { items, position, more: false, reset: kind === 'reset' })
    }
  },
}
