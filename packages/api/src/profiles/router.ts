import { fold, prepared } from '@trellis/db'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { ApiError } from '../errors.ts'
import * as input from '../inputs.ts'
import { subject } from '../ownership.ts'
import { anyone, router, self, transaction } from '../trpc.ts'
import { ProfileView, profileSelection } from './views.ts'

const profileByUser = prepared(({ db }) =>
  db.query.profiles.findFirst({ ...profileSelection, where: { userId: sql.placeholder('userId') } }),
)

const noProfile = () => new ApiError('PROFILE_NOT_FOUND', 'This user has no profile.')

/** One-to-one: a user has at most one profile, and the unique `user_id` sees to it. */
export const profiles = router({
  byUser: anyone
    .meta({ http: 'GET /users/{userId}/profile', reasons: ['PROFILE_NOT_FOUND'] })
    .input(z.object({ userId: input.id }))
    .output(ProfileView)
    .query(async ({ ctx, input }) => {
      const profile = await profileByUser(ctx, input)
      if (!profile) throw noProfile()
      return profile
    }),

  create: self
    .meta({
      http: 'POST /users/{userId}/profile',
      created: '/users/{userId}/profile',
      reasons: ['USER_NOT_FOUND', 'PROFILE_EXISTS'],
    })
    .input(z.object({ userId: input.id.optional(), fullName: input.fullName, bio: input.bio.nullish() }))
    .use(transaction)
    .output(ProfileView)
    .mutation(async ({ ctx: { db, tables, caller }, input: { userId, fullName, bio } }) => {
      const [profile] = await db
        .insert(tables.profiles)
        .values({ userId: subject(caller, userId, 'userId'), fullName, fullNameKey: fold(fullName), bio })
        .returning()
      if (!profile) throw noProfile()
      return profile
    }),

  update: self
    .meta({ http: 'PATCH /users/{userId}/profile', reasons: ['PROFILE_NOT_FOUND'] })
    .input(z.object({ userId: input.id.optional(), fullName: input.fullName.optional(), bio: input.bio.nullish() }))
    .use(transaction)
    .output(ProfileView)
    .mutation(async ({ ctx: { db, tables, caller }, input: { userId, fullName, bio } }) => {
      const [profile] = await db
        .update(tables.profiles)
        .set({ fullName, fullNameKey: fullName && fold(fullName), bio, userId: sql`user_id` })
        .where(eq(tables.profiles.userId, subject(caller, userId, 'userId')))
        .returning()
      if (!profile) throw noProfile()
      return profile
    }),

  delete: self
    .meta({ http: 'DELETE /users/{userId}/profile', reasons: ['PROFILE_NOT_FOUND'] })
    .input(z.object({ userId: input.id.optional() }))
    .use(transaction)
    .output(z.object({ id: z.number(), userId: z.number() }))
    .mutation(async ({ ctx: { db, tables, caller }, input }) => {
      const [profile] = await db
        .delete(tables.profiles)
        .where(eq(tables.profiles.userId, subject(caller, input.userId, 'userId')))
        .returning()
      if (!profile) throw noProfile()
      return profile
    }),
})
