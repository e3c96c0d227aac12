import { eventsOutput, type RowChanges, rowChanges, together } from '@trellis/rpc/live'
import { tracked } from '@trpc/server'
import { z } from 'zod'
import { commentChanges, commentsOfPost } from '../comments/changes.ts'
import { CommentRow } from '../comments/views.ts'
import { employeeChanges } from '../employees/changes.ts'
import { EmployeeView } from '../employees/views.ts'
import { followedPosts } from '../feed/changes.ts'
import * as input from '../inputs.ts'
import { postChanges, wasDraft } from '../posts/changes.ts'
import { PostRow } from '../posts/views.ts'
import { type Context, publicProcedure } from '../rpc.ts'
import { ViewerChange, viewerChanges } from '../viewer/changes.ts'

/** The maximum number of posts that one stream follows, each with its comments. */
const MAX_POSTS = 10

/** A post as lists show it: a like must not send the text to everybody. */
const PostSummary = PostRow.omit({ content: true })

const WatchedChange = z.discriminatedUnion('on', [
  z.object({ on: z.literal('viewer'), change: ViewerChange }),
  z.object({ on: z.literal('feed'), change: rowChanges(PostSummary) }),
  z.object({ on: z.literal('posts'), change: rowChanges(PostSummary) }),
  z.object({ on: z.literal('employees'), change: rowChanges(EmployeeView) }),
  z.object({ on: z.literal('comments'), postId: z.number(), change: rowChanges(CommentRow) }),
])
type WatchedChange = z.infer<typeof WatchedChange>
type Events<Event> = AsyncGenerator<ReturnType<typeof tracked<Event>>, void, void>

/** The text of a post is left out of its changes. */
function summary(change: RowChanges<z.infer<typeof PostRow>>): RowChanges<z.infer<typeof PostSummary>> {
  return change.kind === 'changed' ? { ...change, rows: change.rows.map(({ content: _, ...row }) => row) } : change
}

async function* mapped<From, To>(events: Events<From>, to: (event: From) => To): Events<To> {
  for await (const [position, event] of events) yield tracked(position, to(event))
}

/**
 * What the pages of a browser watch, in one stream: browsers have few connections to a server. Nothing is refused, because the
 * page of a post goes on when the post is deleted, and everything when the viewer signs out.
 */
export const watch = publicProcedure
  .meta({ http: 'GET /changes/watch' })
  .input(
    z.object({
      on: z
        .array(z.enum(['viewer', 'feed', 'posts', 'employees']))
        .max(4)
        .default([]),
      postIds: z.array(input.id).max(MAX_POSTS).default([]),
      lastEventId: z.string().max(2_000).nullish(),
    }),
  )
  .output(eventsOutput(WatchedChange))
  .subscription(async ({ ctx, input: { on, postIds, lastEventId }, signal }) => {
    const caller = await ctx.identify()
    const starts = {
      viewer: (since: Since) => viewerEvents(ctx, caller.kind === 'user' ? caller.id : undefined, since),
      feed: (since: Since) =>
        mapped(
          postChanges.follow(ctx, {
            ...since,
            where: caller.kind === 'user' ? followedPosts(ctx.store.read, caller.id) : () => false,
          }),
          (change): WatchedChange => ({ on: 'feed', change: summary(change) }),
        ),
      posts: (since: Since) => postEvents(ctx, (post) => !wasDraft(post), since),
      employees: (since: Since) =>
        mapped(employeeChanges.follow(ctx, since), (change): WatchedChange => ({ on: 'employees', change })),
    }
    const ofPost = (postId: number) => [
      (since: Since) => postEvents(ctx, (post, key) => !wasDraft(post) && key.id === postId, since),
      (since: Since) =>
        mapped(
          commentChanges.follow(ctx, { ...since, where: commentsOfPost(ctx, postId) }),
          (change): WatchedChange => ({ on: 'comments', postId, change }),
        ),
    ]
    const chosen = [...[...new Set(on)].map((name) => starts[name]), ...[...new Set(postIds)].flatMap(ofPost)]
    return together(
      chosen.map((start) => (lastEventId) => start({ lastEventId, signal })),
      lastEventId,
    )
  })

type Since = { lastEventId: string | undefined; signal: AbortSignal | undefined }

const postEvents = (ctx: Context, where: Parameters<typeof postChanges.follow>[1]['where'], since: Since) =>
  mapped(
    postChanges.follow(ctx, { ...since, ...(where && { where }) }),
    (change): WatchedChange => ({
      on: 'posts',
      change: summary(change),
    }),
  )

/** The events of a viewer. Who comes back after a sign-out is told of it again. */
async function* viewerEvents(ctx: Context, userId: number | undefined, since: Since): Events<WatchedChange> {
  if (userId === undefined) yield tracked('none', { on: 'viewer', change: { kind: 'signedOut' } })
  else yield* mapped(viewerChanges(ctx, userId, since), (change): WatchedChange => ({ on: 'viewer', change }))
}
