export { type ChangeStream, changesOf, type DependentRows, type Subscription, type TableStream } from './changes.ts'
export { type Events, eventOf, eventsOutput } from './events-output.ts'
export {
  type CallerAccess,
  journalSteps,
  type LiveContext,
  left,
  readerOf,
  type Since,
  type Step,
  since,
} from './follow.ts'
export { changesOfTables, JournalChanges, journalChanges } from './journal-changes.ts'
export { type Batch, JournalReader } from './journal-reader.ts'
export { type RowChanges, rowChanges, type Sees } from './row-changes.ts'
export { together } from './together.ts'
