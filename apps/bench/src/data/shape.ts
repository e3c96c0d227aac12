/** The numbers of rows in a generated blog. */
export interface Shape {
  posts: number
  users: number
  /** Likes of the most liked post; at most as many as users. */
  mostLikes: number
  /** Posts of the author who writes most. */
  mostPosts: number
  /** How many users the reader of the feed follows. */
  following: number
  /** Comments of the most discussed post. */
  mostComments: number
  employees: number
  /** The number of employees in the subtree that is read, with its root. */
  subtree: number
  /** Words in the content of a post. */
  words: number
}

/**
 * A blog with this number of posts, and everything else in proportion: a tenth as many users, who all like one post (100,000 likes
 * at a million posts), 5% of all posts by one author (50,000), 5% of all users followed by one reader (5,000), 1% as
 * many comments on one post, and a tenth as many employees, of whom 1,000 are below one manager at every size.
 */
export function shapeOf(posts: number): Shape {
  const users = Math.max(40, Math.floor(posts / 10))
  return {
    posts,
    users,
    mostLikes: users,
    mostPosts: Math.floor(posts / 20),
    following: Math.floor(users / 20),
    mostComments: Math.floor(posts / 100),
    employees: users,
    subtree: Math.min(1_000, users),
    words: 20,
  }
}

/** The blog of the load benchmark: the reader follows 500 users, and posts have a typical length. */
export function loadShape(posts: number): Shape {
  const shape = shapeOf(posts)
  return { ...shape, following: Math.min(500, shape.users - 2), words: 60 }
}

/** The ids of rows with a special role; see `rows.ts`. */
export const cast = {
  /** Has the most posts. */
  author: 1,
  /** Follows the most users. The session token is `token-2`. */
  reader: 2,
  /** Follows three users. The session token is `token-11`. */
  followerOfThree: 11,
  /** The root of the tree of `subtree` employees. */
  manager: 1,
  /** 30% of all posts have it. */
  commonTag: 'common',
  /** 10% of all posts have it. A third of them also have the common tag. */
  secondTag: 'second',
  /** Occurs in the content of 1% of the posts, and in the title of 0.1%. */
  rareWord: 'quicksilver',
} as const

/** The session token of a user. */
export const tokenOf = (userId: number) => `token-${userId}`
/** The post with the most likes, which also has the most comments. */
export const mostLiked = ({ posts }: Shape) => Math.ceil(posts / 2)
