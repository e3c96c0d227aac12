import { deriveIdentity } from '@trellis/identity/tables'
import { copied, counter, type Derived, foldedKey, journal, search } from '@trellis/store'
import type { Tables } from './tables.ts'

/** Data derived from the rows of the tables: maintained by triggers, or set by the Store. */
export const derive = (t: Tables): Derived[] => [
  counter(t.users.postCount, { counts: t.posts, by: t.posts.authorId, unlessNull: t.posts.createdAt }),
  counter(t.users.followerCount, { counts: t.follows, by: t.follows.followeeId }),
  counter(t.users.followingCount, { counts: t.follows, by: t.follows.followerId }),
  counter(t.categories.postCount, { counts: t.posts, by: t.posts.categoryId, unlessNull: t.posts.createdAt }),
  counter(t.tags.postCount, { counts: t.postTags, by: t.postTags.tagId, unlessNull: t.postTags.postedAt }),
  counter(t.posts.likeCount, { counts: t.likes, by: t.likes.postId }),
  counter(t.posts.commentCount, { counts: t.comments, by: t.comments.postId, unlessNull: t.comments.authorId }),
  counter(t.comments.replyCount, { counts: t.comments, by: t.comments.parentId, unlessNull: t.comments.authorId }),
  copied(t.postTags.postedAt, { of: t.posts.createdAt, by: t.postTags.postId }),
  foldedKey(t.profiles.fullNameKey, t.profiles.fullName),
  foldedKey(t.categories.nameKey, t.categories.name),
  foldedKey(t.tags.nameKey, t.tags.name),
  foldedKey(t.employees.nameKey, t.employees.name),
  search(t.posts, ['title', 'content']),
  search(t.profiles, ['fullName']),
  journal(t.posts, { by: [t.posts.authorId, t.posts.createdAt] }),
  journal(t.comments, { by: [t.comments.postId] }),
  journal(t.follows),
  journal(t.employees),
  journal(t.notifications, { by: [t.notifications.userId] }),
  ...deriveIdentity(t),
  // `trellis add` writes counters above this line.
]
