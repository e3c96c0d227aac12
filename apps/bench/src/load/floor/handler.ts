/** The arguments of a handler: the input of the call, and the id of the viewer, 0 if nobody is signed in. */
export type Handler = (input: Record<string, unknown>, viewer: number) => unknown

/** Hand-written access to a database: a handler for each procedure, and the user of a session token. */
export interface Backend {
  handlers: Record<string, Handler>
  /** The id of the user, 0 if there is no such session. */
  viewerOf(token: string): number | Promise<number>
}

/** A row of a post without its tags. Engines have different times and flags. */
export interface PostColumns<Time, Flag> {
  id: number
  title: string
  content: string
  authorId: number
  username: string
  fullName: string | null
  categoryId: number | null
  categoryName: string | null
  likeCount: number
  commentCount: number
  likedByViewer: Flag
  version: number
  createdAt: Time
  updatedAt: Time
}

/** A row of a user. */
export interface UserColumns<Time, Flag> {
  id: number
  username: string
  email: string
  createdAt: Time
  postCount: number
  followerCount: number
  followingCount: number
  version: number
  profileId: number | null
  profileVersion: number | null
  fullName: string | null
  bio: string | null
  followedByViewer: Flag
}

/** A page of rows, of which one more than the limit was read. */
export function pageOf<Row, Item>(rows: Row[], limit: number, item: (row: Row) => Item, key: (row: Row) => unknown[]) {
  const more = rows.length > limit
  if (more) rows.length = limit
  const last = rows.at(-1)
  return {
    items: rows.map(item),
    nextCursor: more && last ? Buffer.from(JSON.stringify(key(last))).toString('base64url') : null,
  }
}

/** The hit with 80 characters on both sides, starting at the beginning of a word. */
export function snippet(text: string, q: string): string {
  const hit = Math.max(0, text.toLowerCase().indexOf(q.toLowerCase()))
  let start = Math.max(0, hit - 80)
  if (start > 0) {
    const space = text.indexOf(' ', start)
    if (space !== -1 && space <= start + 20) start = space + 1
  }
  const end = Math.min(text.length, hit + q.length + 80)
  const cut = text.slice(start, end).replace(/\s+/g, ' ').trim()
  return `${start > 0 ? '…' : ''}${cut}${end < text.length ? '…' : ''}`
}

/** Whether a filter selects posts that have both of two tags. */
export function isTwoTags(tags: unknown): tags is { all: string[] } {
  return typeof tags === 'object' && tags !== null && 'all' in tags && Array.isArray(tags.all)
}
