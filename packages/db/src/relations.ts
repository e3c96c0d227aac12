import { defineRelations } from 'drizzle-orm'
import type { Tables } from './tables.ts'

/**
 * How the tables refer to each other, like `relationship()` of SQLAlchemy.
 * `one` and `many` name both directions; `through` is the `secondary=` table of a many-to-many relation.
 */
export function relate(tables: Tables) {
  return defineRelations(tables, (r) => ({
    users: {
      profile: r.one.profiles({ from: r.users.id, to: r.profiles.userId }),
      posts: r.many.posts({ from: r.users.id, to: r.posts.authorId }),
      comments: r.many.comments({ from: r.users.id, to: r.comments.authorId }),
      likedPosts: r.many.posts({
        from: r.users.id.through(r.likes.userId),
        to: r.posts.id.through(r.likes.postId),
        alias: 'likes',
      }),
      followers: r.many.users({
        from: r.users.id.through(r.follows.followeeId),
        to: r.users.id.through(r.follows.followerId),
        alias: 'follows',
      }),
      following: r.many.users({
        from: r.users.id.through(r.follows.followerId),
        to: r.users.id.through(r.follows.followeeId),
        alias: 'follows',
      }),
    },
    profiles: {
      user: r.one.users({ from: r.profiles.userId, to: r.users.id, optional: false }),
    },
    categories: {
      posts: r.many.posts({ from: r.categories.id, to: r.posts.categoryId }),
    },
    tags: {
      posts: r.many.posts({ from: r.tags.id.through(r.postTags.tagId), to: r.posts.id.through(r.postTags.postId) }),
    },
    posts: {
      author: r.one.users({ from: r.posts.authorId, to: r.users.id, optional: false }),
      category: r.one.categories({ from: r.posts.categoryId, to: r.categories.id }),
      tags: r.many.tags({ from: r.posts.id.through(r.postTags.postId), to: r.tags.id.through(r.postTags.tagId) }),
      comments: r.many.comments({ from: r.posts.id, to: r.comments.postId }),
      likedBy: r.many.users({
        from: r.posts.id.through(r.likes.postId),
        to: r.users.id.through(r.likes.userId),
        alias: 'likes',
      }),
    },
    comments: {
      post: r.one.posts({ from: r.comments.postId, to: r.posts.id, optional: false }),
      author: r.one.users({ from: r.comments.authorId, to: r.users.id }),
      parent: r.one.comments({ from: r.comments.parentId, to: r.comments.id, alias: 'replies' }),
      replies: r.many.comments({ from: r.comments.id, to: r.comments.parentId, alias: 'replies' }),
    },
    likes: {
      post: r.one.posts({ from: r.likes.postId, to: r.posts.id, optional: false }),
      user: r.one.users({ from: r.likes.userId, to: r.users.id, optional: false }),
    },
    follows: {
      follower: r.one.users({ from: r.follows.followerId, to: r.users.id, optional: false, alias: 'follower' }),
      followee: r.one.users({ from: r.follows.followeeId, to: r.users.id, optional: false, alias: 'followee' }),
    },
    notifications: {
      user: r.one.users({ from: r.notifications.userId, to: r.users.id, optional: false, alias: 'notified' }),
      actor: r.one.users({ from: r.notifications.actorId, to: r.users.id, optional: false, alias: 'actor' }),
      follow: r.one.follows({
        from: [r.notifications.actorId, r.notifications.followeeId],
        to: [r.follows.followerId, r.follows.followeeId],
      }),
      post: r.one.posts({ from: r.notifications.postId, to: r.posts.id }),
      comment: r.one.comments({ from: r.notifications.commentId, to: r.comments.id }),
    },
    employees: {
      manager: r.one.employees({ from: r.employees.managerId, to: r.employees.id, alias: 'management' }),
      subordinates: r.many.employees({ from: r.employees.id, to: r.employees.managerId, alias: 'management' }),
    },
    sessions: {
      user: r.one.users({ from: r.sessions.userId, to: r.users.id, optional: false }),
    },
    accounts: {
      user: r.one.users({ from: r.accounts.userId, to: r.users.id, optional: false }),
    },
    webhookDeliveries: {
      webhook: r.one.webhooks({ from: r.webhookDeliveries.webhookId, to: r.webhooks.id, optional: false }),
    },
    // `trellis add` writes the relations of new tables above this line, and others into the objects of their tables.
  }))
}

/** The relations of the database. */
export type Relations = ReturnType<typeof relate>
