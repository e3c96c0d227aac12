/** The limits of the server. Checking them here too gives better messages, also in a dry run. */
export const limits = {
  title: 300,
  content: 100_000,
  /** The text of a file, before HTML in it becomes shorter Markdown. */
  source: 200_000,
  /** The name of a tag or a category. */
  name: 100,
  tags: 50,
  username: 50,
  fullName: 200,
  bio: 2_000,
  /** A file this large holds more than a post, whatever its alphabet. */
  fileBytes: 1024 * 1024,
} as const
