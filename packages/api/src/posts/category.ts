import { fold } from '@trellis/db'
import type { Refuses } from '@trellis/rpc'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import type { Context } from '../rpc.ts'

const connect = z.object({ connect: z.object({ id: input.id }) })
const connectOrCreate = z.object({ connectOrCreate: z.object({ name: input.name }) })
const disconnect = z.object({ disconnect: z.literal(true) })

/** How a new post gets its category. */
export const categoryLink = z.union([connect, connectOrCreate])
/** How a post gets another category, or none. */
export const categoryRelink = z.union([connect, connectOrCreate, disconnect])

/** The id to write into the post. A category that does not exist is created. */
export async function categoryId(
  ctx: Pick<Context, 'db' | 'tables'> & Refuses<'CHANGED_MEANWHILE'>,
  link: z.infer<typeof categoryRelink>,
): Promise<number | null> {
  const { db, tables } = ctx
  const { categories } = tables
  if ('disconnect' in link) return null
  if ('connect' in link) return link.connect.id
  const { name } = link.connectOrCreate
  const nameKey = fold(name)
  await db.insert(categories).values({ name }).onConflictDoNothing({ target: categories.nameKey })
  const [category] = await db.select({ id: categories.id }).from(categories).where(eq(categories.nameKey, nameKey))
  // The category existed at the INSERT and was deleted before the SELECT.
  if (!category) throw ctx.refuse('CHANGED_MEANWHILE')
  return category.id
}
