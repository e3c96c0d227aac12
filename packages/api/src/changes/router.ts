import { changesOfTables, JournalChanges, journalChanges, since } from '@trellis/rpc/live'
import { z } from 'zod'
import { adminProcedure, router } from '../rpc.ts'
import { watch } from './watch.ts'

const limit = z.number().int().min(1).max(500).default(100)

/** Every change of the journaled tables for services, and what a browser watches. */
export const changes = router({
  list: adminProcedure
    .meta({ http: 'GET /changes' })
    .input(z.object({ after: since.after, limit, ...changesOfTables }))
    .output(JournalChanges)
    .query(({ ctx, input }) => journalChanges.list(ctx, input)),

  watch,

  follow: adminProcedure
    .meta({ http: 'GET /changes/stream' })
    .input(z.object({ ...changesOfTables, ...since }))
    .output(journalChanges.output)
    .subscription(({ ctx, input, signal }) => journalChanges.follow(ctx, { ...input, signal })),
})
