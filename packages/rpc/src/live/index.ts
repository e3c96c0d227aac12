export {
  type ChangeStream,
  changesOf,
  feedOf,
  type LiveContext,
  lastEventId,
  type RowChanges,
  type Subscription,
} from './changes.ts'
export { type Batch, Feed } from './feed.ts'
