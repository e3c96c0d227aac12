export {
  type ChangeStream,
  changesOf,
  type LiveContext,
  type RowChanges,
  readerOf,
  type Subscription,
  since,
  type TableStream,
} from './changes.ts'
export { type Events, eventOf, eventsOutput } from './events-output.ts'
export { type Batch, JournalReader } from './journal-reader.ts'
