import { type Connection, fold, type Placeholders, prepared, preparedVariants, type Tables } from '@trellis/db'
import { pageOf, rowOrThrow } from '@trellis/rpc'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import * as input from './inputs.ts'
import { byName, type NamePosition } from './orders.ts'
import { adminProcedure, protectedProcedure, publicProcedure, type Reason } from './rpc.ts'
import type { TagCount, TagView } from './tags/views.ts'

/** Tables with a name that is unique without regard to case, and a count of posts. */
type Noun = 'tags' | 'categories'
type Table = Tables[Noun]

/** A row by its id. */
export function topicById(noun: Noun) {
  return prepared(({ db, tables }: Connection, { id }: Placeholders<{ id: number }>) => {
    const table: Table = tables[noun]
    return db.select({ id: table.id, name: table.name, postCount: table.postCount }).from(table).where(eq(table.id, id))
  })
}

type ListValues = { q: string | undefined; limit: number } & NamePosition

const namedRows = preparedVariants(
  (
    { db, tables, expressions }: Connection,
    { noun, searched }: { noun: Noun; searched: boolean },
    at: Placeholders<ListValues>,
  ) => {
    const table: Table = tables[noun]
    return db
      .select({ id: table.id, name: table.name, postCount: table.postCount })
      .from(table)
      .where(
        and(
          byName.condition([table.nameKey, table.id], at),
          searched ? expressions.keyContains(table.nameKey, at.q) : undefined,
        ),
      )
      .orderBy(table.nameKey, table.id)
      .limit(at.limit)
  },
)

/** The procedures that tags and categories share, with the reasons of each. Their views have the same type. */
export function topicProcedures<const Missing extends Reason, const Taken extends Reason>(
  noun: Noun,
  { view, count, missing, taken }: { view: typeof TagView; count: typeof TagCount; missing: Missing; taken: Taken },
) {
  const byId = topicById(noun)
  return {
    byId: publicProcedure
      .meta({ http: `GET /${noun}/{id}`, reasons: [missing] })
      .input(z.object({ id: input.id }))
      .output(count)
      .query(async ({ ctx, input }) => {
        const [row] = await byId(ctx, input)
        if (!row) throw ctx.refuse(missing)
        return row
      }),

    list: publicProcedure
      .meta({ http: `GET /${noun}` })
      .input(z.object({ q: input.query.optional(), ...byName.input }))
      .output(pageOf(count))
      .query(async ({ ctx, input: { q, limit, cursor } }) => {
        const shape = { noun, searched: q !== undefined }
        const rows = await namedRows(ctx, shape, { ...byName.after(cursor), limit: limit + 1, q: q && fold(q) })
        return byName.page(rows, limit, (row) => [fold(row.name), row.id])
      }),

    create: protectedProcedure
      .meta({ http: `POST /${noun}`, created: `/${noun}/{id}`, reasons: [taken] })
      .input(z.object({ name: input.name }))
      .output(view)
      .mutation(async ({ ctx, input: { name } }) => {
        const table: Table = ctx.tables[noun]
        const [row] = await ctx.db.insert(table).values({ name }).returning()
        return rowOrThrow(row)
      }),

    rename: adminProcedure
      .meta({ http: `PATCH /${noun}/{id}`, reasons: [missing, taken] })
      .input(z.object({ id: input.id, name: input.name }))
      .output(view)
      .mutation(async ({ ctx, input: { id, name } }) => {
        const table: Table = ctx.tables[noun]
        const [row] = await ctx.db.update(table).set({ name }).where(eq(table.id, id)).returning()
        if (!row) throw ctx.refuse(missing)
        return row
      }),
  }
}
