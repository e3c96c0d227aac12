import { defineIdentityTables, defineUsers, now } from '@trellis/identity/tables'
import { type Columns, defineAuditEvents, defineIdempotencyKeys, type KitColumn } from '@trellis/store'
import { sql } from 'drizzle-orm'
import { defineEmployees } from './employees.ts'

/** The maximum depth of replies in a thread. */
export const MAX_THREAD_DEPTH = 100

/** Every table of the domain, declared once, in the vocabulary of a column kit. */
export function defineTables(c: Columns) {
  const createdAt = () => c.instant().notNull().$defaultFn(now)
  const updatedAt = () => c.instant().notNull().$defaultFn(now).$onUpdateFn(now)

  const users = defineUsers(c, {
    role: c.choice(['user', 'admin']).notNull().default('user'),
    columns: { postCount: c.count(), followerCount: c.count(), followingCount: c.count() },
    indexes: (t) => [c.index('users_prolific').on(t.postCount, t.usernameKey)],
  })
  /** A reference to a row, with which this one is deleted. */
  const partOf = (id: () => KitColumn) => c.ref().notNull().references(id, { onDelete: 'cascade' })
  const userRef = () => partOf(() => users.id)

  const profiles = c.table('profiles', {
    id: c.id(),
    /** Unique: this makes the relation one-to-one. */
    userId: userRef().unique(),
    fullName: c.text().notNull(),
    /** `fold(fullName)`: people are found by it. */
    fullNameKey: c.foldedKey(),
    bio: c.text(),
    version: c.version(),
  })

  /** The columns of categories and tags: a name that is unique without regard to case, and a count of posts. */
  const named = () => ({
    id: c.id(),
    name: c.text().notNull(),
    /** `fold(name)`: unique and sorted by. */
    nameKey: c.foldedKey().unique(),
    postCount: c.count(),
    createdAt: createdAt(),
  })
  const categories = c.table('categories', named())
  const tags = c.table('tags', named(), (t) => [c.index('tags_popular').on(t.postCount, t.nameKey)])

  const posts = c.table(
    'posts',
    {
      id: c.id(),
      title: c.text().notNull(),
      content: c.text().notNull(),
      authorId: userRef(),
      categoryId: c.ref().references(() => categories.id, { onDelete: 'set null' }),
      /** The key of an imported post in its source, so that a second import creates no second post. */
      externalId: c.key().unique(),
      likeCount: c.count(),
      commentCount: c.count(),
      version: c.version(),
      /** The first publication. Null in a draft, which therefore is in no list: all of them are in this order. */
      createdAt: c.instant().$defaultFn(now),
      /** The `createdAt` of a post that was unpublished: it gets it again when it is published again. */
      firstPublishedAt: c.instant(),
      updatedAt: updatedAt(),
    },
    (t) => [
      c.index('posts_newest').on(t.createdAt, t.id),
      c.index('posts_by_author').on(t.authorId, t.createdAt, t.id),
      c.index('posts_by_category').on(t.categoryId, t.createdAt, t.id),
      c.index('posts_drafts').on(t.authorId, t.updatedAt, t.id).where(sql`${t.createdAt} is null`),
    ],
  )

  const postRef = () => partOf(() => posts.id)

  const postTags = c.table(
    'post_tags',
    {
      postId: postRef(),
      tagId: partOf(() => tags.id),
      /** The post's `createdAt`: the posts of a tag are read newest first from one index. */
      postedAt: c.instant(),
    },
    (t) => [
      c.primaryKey({ columns: [t.postId, t.tagId] }),
      c.index('post_tags_newest').on(t.tagId, t.postedAt, t.postId),
    ],
  )

  const comments = c.table(
    'comments',
    {
      id: c.id(),
      postId: postRef(),
      /** Null in a tombstone, which is a deleted comment with replies. */
      authorId: c.ref().references(() => users.id, { onDelete: 'set null' }),
      parentId: c.ref(),
      /** 0 at the top level. Bounded, because threads are walked one level at a time. */
      depth: c.integer().notNull().default(0),
      /** Null in a tombstone. */
      body: c.text(),
      replyCount: c.count(),
      version: c.version(),
      createdAt: createdAt(),
      updatedAt: updatedAt(),
    },
    (t) => [
      c.unique('comments_id_post').on(t.id, t.postId),
      // A reply belongs to the post of its parent: the foreign key has both columns.
      // No cascade: replies of other users are not deleted.
      c.foreignKey({ name: 'comments_parent', columns: [t.parentId, t.postId], foreignColumns: [t.id, t.postId] }),
      c.check('comments_depth', sql`${t.depth} <= ${sql.raw(String(MAX_THREAD_DEPTH))}`),
      c.index('comments_of_post').on(t.postId, t.parentId, t.createdAt, t.id),
      c.index('comments_replies').on(t.parentId, t.createdAt, t.id),
      c.index('comments_by_author').on(t.authorId),
      // Comments whose author has just been deleted.
      c.index('comments_orphaned').on(t.id).where(sql`${t.authorId} is null and ${t.body} is not null`),
    ],
  )

  const likes = c.table('likes', { postId: postRef(), userId: userRef(), createdAt: createdAt() }, (t) => [
    c.primaryKey({ columns: [t.postId, t.userId] }),
    c.index('likes_newest').on(t.postId, t.createdAt, t.userId),
    c.index('likes_by_user').on(t.userId, t.postId),
  ])

  const follows = c.table('follows', { followerId: userRef(), followeeId: userRef(), createdAt: createdAt() }, (t) => [
    c.primaryKey({ columns: [t.followerId, t.followeeId] }),
    c.index('follows_following').on(t.followerId, t.createdAt, t.followeeId),
    c.index('follows_followers').on(t.followeeId, t.createdAt, t.followerId),
    c.check('follows_not_oneself', sql`${t.followerId} <> ${t.followeeId}`),
  ])

  /** Notifications. Each is deleted with the post, the comment or the follow that it is about. */
  const notifications = c.table(
    'notifications',
    {
      id: c.id(),
      userId: userRef(),
      kind: c.choice(['reply', 'comment', 'follow']).notNull(),
      actorId: userRef(),
      postId: c.ref().references(() => posts.id, { onDelete: 'cascade' }),
      commentId: c.ref().references(() => comments.id, { onDelete: 'cascade' }),
      /** For a follow: the user, as a part of the foreign key. */
      followeeId: c.ref(),
      read: c.boolean().notNull().default(false),
      createdAt: createdAt(),
    },
    (t) => [
      c
        .foreignKey({
          name: 'notifications_follow',
          columns: [t.actorId, t.followeeId],
          foreignColumns: [follows.followerId, follows.followeeId],
        })
        .onDelete('cascade'),
      c.uniqueIndex('notifications_of_follow').on(t.actorId, t.followeeId),
      c.index('notifications_newest').on(t.userId, t.createdAt, t.id),
      c.index('notifications_of_user').on(t.userId, t.id),
      c.index('notifications_unread').on(t.userId).where(sql`${t.read} = false`),
      c.index('notifications_of_post').on(t.postId),
      c.index('notifications_of_comment').on(t.commentId),
    ],
  )

  // `trellis add` writes tables above this line.

  return {
    users,
    profiles,
    categories,
    tags,
    posts,
    postTags,
    comments,
    likes,
    follows,
    notifications,
    employees: defineEmployees(c),
    // `trellis add` writes the names of tables above this line.
    idempotencyKeys: defineIdempotencyKeys(c),
    auditEvents: defineAuditEvents(c),
    ...defineIdentityTables(c, users),
  }
}

/** The tables as every query sees them, on either engine. */
export type Tables = ReturnType<typeof defineTables>
