export {
  type ChangeStream,
  changesOf,
  type DependentRows,
  type LiveContext,
  readerOf,
  type Subscription,
  since,
  type TableStream,
} from './changes.ts'
export { type Events, eventOf, eventsOutput } from './events-output.ts'
export { type Batch, JournalReader } from './journal-reader.ts'
export type { RowChanges, Sees } from './row-changes.ts'
