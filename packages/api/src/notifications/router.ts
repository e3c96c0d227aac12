import { actingUserId, pageOf } from '@trellis/rpc'
import { and, eq, lte } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { newest } from '../orders.ts'
import { protectedProcedure, router } from '../rpc.ts'
import { isUnread, notificationsOf, unreadCount } from './queries.ts'
import { NotificationView } from './views.ts'

/** Notifications: replies, comments and followers of a user. */
export const notifications = router({
  list: protectedProcedure
    .meta({ http: 'GET /notifications', reasons: ['NOT_ALLOWED'] })
    .input(z.object({ userId: input.id.optional(), ...newest.input }))
    .output(pageOf(NotificationView))
    .query(async ({ ctx, input: { userId, limit, cursor } }) => {
      const reader = actingUserId(ctx, userId, 'userId')
      const rows = await notificationsOf(ctx, { userId: reader, ...newest.after(cursor), limit: limit + 1 })
      // A comment without a body is a tombstone, and its notifications are gone.
      const told = rows.map((row) => ({
        ...row,
        comment: row.comment && { ...row.comment, body: row.comment.body ?? '' },
      }))
      return newest.page(
        told,
        limit,
        (one) => [one.createdAt, one.id],
        ({ comment }) => Buffer.byteLength(comment?.body ?? ''),
      )
    }),

  read: protectedProcedure
    .meta({ http: 'PUT /notifications/read', reasons: ['NOT_ALLOWED'] })
    .input(z.object({ upTo: input.id.optional(), userId: input.id.optional() }))
    .output(z.object({ unread: z.number() }))
    .mutation(async ({ ctx, input: { upTo, userId } }) => {
      const { notifications } = ctx.tables
      const reader = actingUserId(ctx, userId, 'userId')
      await ctx.db
        .update(notifications)
        .set({ read: true })
        .where(
          and(
            eq(notifications.userId, reader),
            isUnread(notifications),
            upTo === undefined ? undefined : lte(notifications.id, upTo),
          ),
        )
      return { unread: await unreadCount(ctx, reader) }
    }),
})
