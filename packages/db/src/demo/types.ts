/** Somebody who writes: a user and their profile. */
export interface DemoAuthor {
  username: string
  email: string
  fullName: string
  bio: string
}

/** A post. Its author, category and tags go by name. */
export interface DemoPost {
  /** What threads and likes call it. Unique, lower-case words joined by hyphens. */
  key: string
  title: string
  /** The username of one of `demoAuthors`. */
  author: string
  /** One of `demoCategories`. */
  category: string | null
  /** Some of `demoTags`. */
  tags: readonly string[]
  /** How long ago it was published. No two posts have the same. */
  daysAgo: number
  /** Markdown. */
  content: string
}

/** A comment and the replies to it. */
export interface DemoComment {
  /** The username of one of `demoAuthors`. */
  author: string
  /** Hours after what it answers: the post, or for a reply the comment above it. */
  hoursAfter: number
  body: string
  replies?: readonly DemoComment[]
}

/** A comment at the top level. */
export interface DemoThread extends DemoComment {
  /** The key of one of `demoPosts`. */
  post: string
}

/** Somebody in the org chart, and those who report to them. */
export interface DemoEmployee {
  name: string
  title: string
  reports?: readonly DemoEmployee[]
}
