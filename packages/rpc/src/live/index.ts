export {
  type ChangeStream,
  changesOf,
  feedOf,
  type LiveContext,
  lastEventId,
  type RowChanges,
  type Subscription,
  type TableStream,
} from './changes.ts'
export { type Events, eventOf, eventsOutput } from './events-output.ts'
export { type Batch, Feed } from './feed.ts'
