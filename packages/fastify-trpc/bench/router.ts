import { initTRPC } from '@trpc/server'
import { z } from 'zod'

const t = initTRPC.create({ isDev: false })

const post = {
  id: 1,
  title: 'A post',
  content: 'Content of a usual length, a sentence or two.',
  author: { id: 7, username: 'ada', fullName: 'Ada Lovelace' },
  tags: [
    { id: 1, name: 'engines' },
    { id: 2, name: 'notes' },
  ],
  createdAt: '2024-01-01T00:00:00.000Z',
}

/** Procedures that do nothing, so that what is measured is the way to them. */
export const router = t.router({
  noop: t.procedure.query(() => 'ok'),
  byId: t.procedure.input(z.object({ id: z.int() })).query(({ input }) => ({ ...post, id: input.id })),
  create: t.procedure.input(z.object({ title: z.string() })).mutation(({ input }) => ({ ...post, title: input.title })),
})

/** What the bare route answers: the same bytes, with no tRPC in between. */
export const answers = {
  noop: { result: { data: 'ok' } },
  byId: { result: { data: post } },
  create: { result: { data: post } },
  batch: Array.from({ length: 10 }, () => ({ result: { data: post } })),
}
