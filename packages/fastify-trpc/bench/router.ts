import { initTRPC } from '@trpc/server'
import { z } from 'zod'

const t = initTRPC.create({ isDev: false })

const book = {
  id: 1,
  title: 'A book',
  summary: 'A summary of a usual length, a sentence or two.',
  author: { id: 7, username: 'ada', fullName: 'Ada Lovelace' },
  shelves: [
    { id: 1, name: 'engines' },
    { id: 2, name: 'notes' },
  ],
  createdAt: '2024-01-01T00:00:00.000Z',
}

/** Procedures that do nothing, so that only the adapter is measured. */
export const router = t.router({
  noop: t.procedure.query(() => 'ok'),
  byId: t.procedure.input(z.object({ id: z.int() })).query(({ input }) => ({ ...book, id: input.id })),
  create: t.procedure.input(z.object({ title: z.string() })).mutation(({ input }) => ({ ...book, title: input.title })),
})

/** The response of the bare route: the same bytes, without tRPC. */
export const answers = {
  noop: { result: { data: 'ok' } },
  byId: { result: { data: book } },
  create: { result: { data: book } },
  batch: Array.from({ length: 10 }, () => ({ result: { data: book } })),
}
