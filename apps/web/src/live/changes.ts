import type { RouterOutputs } from '@trellis/api'

/** What a page watches: a list, the posts of a feed, the org chart, a post with its comments, or its viewer. */
export type Topic = 'posts' | 'employees' | `viewer:${number}` | `feed:${number}` | `post:${number}`

/** The changes that the server sends. */
export type Change = RouterOutputs['changes']['watch'] extends AsyncIterable<{ data: infer Event }> ? Event : never

/** A change of a topic, or that it should be read again: it was not watched for a while. */
export type LiveEvent = Change | { on: Change['on']; postId?: number | undefined; change: { kind: 'reset' } }

/** How long what was read counts as new, in milliseconds: a page that has just been read is not read again when it is watched. */
const NEW = 5_000

/** Whether data was read long enough ago to be read again after a `reset`. */
export const isOld = (readAt: number | undefined): boolean => Date.now() - (readAt ?? 0) > NEW
