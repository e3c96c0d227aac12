import {
  actingUserId,
  assertNotStale,
  atVersion,
  body,
  changes,
  id,
  keyset,
  line,
  ownedBy,
  pageOf,
  rowOrThrow,
  version,
} from '@trellis/rpc'
import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { notFoundOrForbidden, ownerProcedure, router } from '../rpc.ts'

/** A note, as its owner sees it. */
export const NoteView = z.object({
  id: z.number(),
  title: z.string(),
  text: z.string(),
  version: z.number(),
  createdAt: z.string(),
})

const newest = keyset(['time', 'id'], 'desc')

/** The notes of users. Nobody else reads or writes them, except admins and services. */
export const notes = router({
  create: ownerProcedure
    .meta({ http: 'POST /notes', created: '/notes/{id}', reasons: ['NOTE_EXISTS', 'NOT_ALLOWED', 'USER_NOT_FOUND'] })
    .input(z.object({ title: line(200), text: body(10_000).optional(), ownerId: id.optional() }))
    .output(NoteView)
    .mutation(async ({ ctx, input: { ownerId, ...values } }) => {
      const { notes } = ctx.tables
      const owner = actingUserId(ctx, ownerId, 'ownerId')
      const [note] = await ctx.db
        .insert(notes)
        .values({ ...values, ownerId: owner })
        .returning()
      return rowOrThrow(note)
    }),

  byId: ownerProcedure
    .meta({ http: 'GET /notes/{id}', reasons: ['NOTE_NOT_FOUND', 'NOT_ALLOWED'] })
    .input(z.object({ id }))
    .output(NoteView)
    .query(async ({ ctx, input }) => {
      const { notes } = ctx.tables
      const [note] = await ctx.db
        .select()
        .from(notes)
        .where(and(eq(notes.id, input.id), ownedBy(ctx, notes.ownerId)))
      if (!note) throw await notFoundOrForbidden(ctx, 'NOTE_NOT_FOUND', input.id)
      return note
    }),

  list: ownerProcedure
    .meta({ http: 'GET /notes', reasons: ['NOT_ALLOWED'] })
    .input(z.object({ ownerId: id.optional(), ...newest.input }))
    .output(pageOf(NoteView))
    .query(async ({ ctx, input: { ownerId, limit, cursor } }) => {
      const { notes } = ctx.tables
      const owner = actingUserId(ctx, ownerId, 'ownerId')
      const rows = await ctx.db
        .select()
        .from(notes)
        .where(and(eq(notes.ownerId, owner), newest.condition([notes.createdAt, notes.id], newest.after(cursor))))
        .orderBy(desc(notes.createdAt), desc(notes.id))
        .limit(limit + 1)
      return newest.page(rows, limit, (note) => [note.createdAt, note.id])
    }),

  update: ownerProcedure
    .meta({ http: 'PATCH /notes/{id}', reasons: ['NOTE_NOT_FOUND', 'NOTE_EXISTS', 'NOT_ALLOWED', 'STALE'] })
    .input(z.object({ id, title: line(200).optional(), text: body(10_000).optional(), version }))
    .output(NoteView)
    .mutation(async ({ ctx, input: { id, version: seen, ...values } }) => {
      const { notes } = ctx.tables
      const owned = and(eq(notes.id, id), ownedBy(ctx, notes.ownerId))
      const [note] = await ctx.db
        .update(notes)
        .set(changes(notes, values))
        .where(and(owned, atVersion(notes, seen)))
        .returning()
      if (note) return note
      await assertNotStale(ctx, notes, owned, seen, async () =>
        NoteView.parse(await ctx.db.query.notes.findFirst({ where: { id } })),
      )
      throw await notFoundOrForbidden(ctx, 'NOTE_NOT_FOUND', id)
    }),

  delete: ownerProcedure
    .meta({ http: 'DELETE /notes/{id}', reasons: ['NOTE_NOT_FOUND', 'NOT_ALLOWED'] })
    .input(z.object({ id }))
    .output(z.object({ id: z.number() }))
    .mutation(async ({ ctx, input: { id } }) => {
      const { notes } = ctx.tables
      const [note] = await ctx.db
        .delete(notes)
        .where(and(eq(notes.id, id), ownedBy(ctx, notes.ownerId)))
        .returning({ id: notes.id })
      if (!note) throw await notFoundOrForbidden(ctx, 'NOTE_NOT_FOUND', id)
      return note
    }),
})
