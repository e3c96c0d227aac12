import type { Tables } from '@trellis/db'
import { type Caller, isPrivileged, pageOf, viewerId } from '@trellis/rpc'
import { type Placeholder, sql } from 'drizzle-orm'
import { z } from 'zod'
import { PostView } from '../posts/views.ts'
import { ProfileView, profileSelection } from '../profiles/views.ts'

/** A user. `email` is null for callers other than the user, services and admins. */
export const UserView = z.object({
  id: z.number(),
  username: z.string(),
  email: z.string().nullable(),
  createdAt: z.string(),
  profile: ProfileView.nullable(),
  postCount: z.number(),
  followerCount: z.number(),
  followingCount: z.number(),
  followedByViewer: z.boolean(),
  version: z.number(),
})

/** A user with a page of their posts, newest first. */
export const UserWithPosts = UserView.extend({ posts: pageOf(PostView) })

/** A user as admins see them: with the e-mail address and the role. */
export const AccountView = z.object({
  id: z.number(),
  username: z.string(),
  email: z.string(),
  role: z.literal(['user', 'admin']),
  fullName: z.string().nullable(),
  postCount: z.number(),
  createdAt: z.string(),
})

/** The columns and relations of a `UserView`, as seen by `viewer`. */
export const userSelection = (viewer: Placeholder) =>
  ({
    columns: {
      id: true,
      username: true,
      email: true,
      createdAt: true,
      postCount: true,
      followerCount: true,
      followingCount: true,
      version: true,
    },
    with: { profile: profileSelection },
    extras: {
      followedByViewer: (user: Tables['users']) =>
        sql`exists (select 1 from follows where follower_id = ${viewer} and followee_id = ${user.id})`.mapWith(Boolean),
    },
  }) as const

/** Removes the e-mail address for callers who may not see it. */
export function withEmail<U extends { id: number; email: string }>(user: U, caller: Caller) {
  return isPrivileged(caller) || user.id === viewerId(caller) ? user : { ...user, email: null }
}
