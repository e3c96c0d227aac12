import { type Placeholders, prepared } from '@trellis/db'
import { actingUserId, assertNotStale, atVersion, changes, rowOrThrow, version } from '@trellis/rpc'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import * as input from '../inputs.ts'
import { ownerProcedure, publicProcedure, router } from '../rpc.ts'
import { ProfileView, profileSelection } from './views.ts'

const profileByUser = prepared(({ db }, { userId }: Placeholders<{ userId: number }>) =>
  db.query.profiles.findFirst({ ...profileSelection, where: { userId } }),
)

/** One-to-one: a user has at most one profile. The unique constraint on `user_id` enforces it. */
export const profiles = router({
  byUser: publicProcedure
    .meta({ http: 'GET /users/{userId}/profile', reasons: ['PROFILE_NOT_FOUND'] })
    .input(z.object({ userId: input.id }))
    .output(ProfileView)
    .query(async ({ ctx, input }) => {
      const profile = await profileByUser(ctx, input)
      if (!profile) throw ctx.refuse('PROFILE_NOT_FOUND')
      return profile
    }),

  create: ownerProcedure
    .meta({
      http: 'POST /users/{userId}/profile',
      created: '/users/{userId}/profile',
      reasons: ['USER_NOT_FOUND', 'PROFILE_EXISTS'],
    })
    .input(z.object({ userId: input.id.optional(), fullName: input.fullName, bio: input.bio.nullish() }))
    .output(ProfileView)
    .mutation(async ({ ctx, input: { userId, fullName, bio } }) => {
      const [profile] = await ctx.db
        .insert(ctx.tables.profiles)
        .values({ userId: actingUserId(ctx, userId, 'userId'), fullName, bio })
        .returning()
      return rowOrThrow(profile)
    }),

  update: ownerProcedure
    .meta({ http: 'PATCH /users/{userId}/profile', reasons: ['PROFILE_NOT_FOUND'] })
    .input(
      z.object({ userId: input.id.optional(), fullName: input.fullName.optional(), bio: input.bio.nullish(), version }),
    )
    .output(ProfileView)
    .mutation(async ({ ctx, input: { userId, fullName, bio, version } }) => {
      const { profiles } = ctx.tables
      const owned = eq(profiles.userId, actingUserId(ctx, userId, 'userId'))
      const [profile] = await ctx.db
        .update(profiles)
        .set(changes(profiles, { fullName, bio }))
        .where(and(owned, atVersion(profiles, version)))
        .returning()
      if (profile) return profile
      await assertNotStale(ctx, profiles, owned, version, () =>
        profileByUser(ctx, { userId: actingUserId(ctx, userId, 'userId') }),
      )
      throw ctx.refuse('PROFILE_NOT_FOUND')
    }),

  delete: ownerProcedure
    .meta({ http: 'DELETE /users/{userId}/profile', reasons: ['PROFILE_NOT_FOUND'] })
    .input(z.object({ userId: input.id.optional() }))
    .output(z.object({ id: z.number(), userId: z.number() }))
    .mutation(async ({ ctx, input }) => {
      const { profiles } = ctx.tables
      const [profile] = await ctx.db
        .delete(profiles)
        .where(eq(profiles.userId, actingUserId(ctx, input.userId, 'userId')))
        .returning()
      if (!profile) throw ctx.refuse('PROFILE_NOT_FOUND')
      return profile
    }),
})
