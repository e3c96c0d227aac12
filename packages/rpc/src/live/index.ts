export {
  type ChangeStream,
  changesOf,
  type LiveContext,
  lastEventId,
  type RowChanges,
  readerOf,
  type Subscription,
  type TableStream,
} from './changes.ts'
export { type Events, eventOf, eventsOutput } from './events-output.ts'
export { type Batch, JournalReader } from './journal-reader.ts'
