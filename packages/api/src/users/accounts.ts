import { type Connection, fold, type Placeholders, preparedVariants } from '@trellis/db'
import { inlined, isRecent, pageOf, type Refuses, readCount } from '@trellis/rpc'
import { and, eq, ne, or, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { byId } from '../orders.ts'
import { adminProcedure } from '../rpc.ts'
import { AccountView } from './views.ts'

const role = z.literal(['user', 'admin'])

interface Shape {
  searched: boolean
  byRole: boolean
  count: number
}

type Values = { q: string | undefined; role: string | undefined; cursorId: number }

const accountList = preparedVariants(
  ({ db, tables, expressions }, { searched, byRole, count }: Shape, at: Placeholders<Values>) => {
    const { users, profiles } = tables
    const found = [users.usernameKey, users.email, profiles.fullNameKey].map((key) =>
      expressions.keyContains(key, at.q),
    )
    return db
      .select({
        id: users.id,
        username: users.username,
        email: users.email,
        role: users.role,
        fullName: profiles.fullName,
        postCount: users.postCount,
        createdAt: users.createdAt,
      })
      .from(users)
      .leftJoin(profiles, eq(profiles.userId, users.id))
      .where(
        and(
          byId.condition([users.id], at),
          searched ? or(...found) : undefined,
          byRole ? eq(users.role, at.role) : undefined,
        ),
      )
      .orderBy(users.id)
      .limit(inlined(count))
  },
)

/**
 * Refuses the call if a user is the only admin. Other admins stay until the end of the transaction.
 *
 * @throws LAST_ADMIN
 */
export async function assertOtherAdmin(
  ctx: Pick<Connection, 'db' | 'tables' | 'expressions'> & Refuses<'LAST_ADMIN'>,
  id: number,
): Promise<void> {
  const { users } = ctx.tables
  const admins = (which?: SQL) =>
    ctx.db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.role, 'admin'), which))
      .limit(1)
  if ((await admins(eq(users.id, id))).length === 0) return
  // Two admins who make each other a user at the same moment: the second one is the last.
  await ctx.expressions.lock(ctx.db, 'admins')
  if ((await admins(ne(users.id, id))).length === 0) throw ctx.refuse('LAST_ADMIN')
}

/** The procedures with which admins manage users. */
export const accounts = {
  accounts: adminProcedure
    .meta({ http: 'GET /users/accounts' })
    .input(z.object({ q: input.query.optional(), role: role.optional(), ...byId.input }))
    .output(pageOf(AccountView))
    .query(async ({ ctx, input: { q, role, limit, cursor } }) => {
      const shape = { searched: q !== undefined, byRole: role !== undefined, count: readCount(limit) }
      const rows = await accountList(ctx, shape, { q: q && fold(q), role, ...byId.after(cursor) })
      return byId.page(rows, limit, ({ id }) => [id])
    }),

  setRole: adminProcedure
    .meta({ http: 'PUT /users/{id}/role', reasons: ['USER_NOT_FOUND', 'OWN_ROLE', 'LAST_ADMIN', 'SIGN_IN_AGAIN'] })
    .input(z.object({ id: input.id, role }))
    .output(z.object({ id: z.number(), role }))
    .mutation(async ({ ctx, input: { id, role } }) => {
      const { users } = ctx.tables
      if (!isRecent(ctx.caller)) throw ctx.refuse('SIGN_IN_AGAIN')
      // An admin who makes themselves a user could leave nobody who can change it back.
      if (ctx.caller.kind === 'user' && ctx.caller.id === id) throw ctx.refuse('OWN_ROLE')
      if (role !== 'admin') await assertOtherAdmin(ctx, id)
      const [user] = await ctx.db
        .update(users)
        .set({ role })
        .where(eq(users.id, id))
        .returning({ id: users.id, role: users.role })
      if (!user) throw ctx.refuse('USER_NOT_FOUND')
      return user
    }),
}
