import type { Change, Journal } from '@trellis/store'
import { z } from 'zod'
import { type Batch, JournalReader } from './journal-reader.ts'

/**
 * How often a stream without changes of its own sends its position at least, in milliseconds, when there are others: a client that
 * comes back with an old position would make the server read all changes since.
 */
const POSITION_PERIOD = 30_000

/** Whether the caller of a stream still is who it was when the stream began. */
export interface CallerAccess {
  /** Aborts once the access has ended: after a sign-out, the end of a session or a key, or with another role. */
  readonly ended: AbortSignal
  /** Whether there is no caller any more. */
  isSignedOut(): boolean
  /** Whether it can have ended by a change. */
  mayEndBy(change: Change): boolean
  /** Finds the caller again. */
  check(): Promise<void>
}

/** The part of a context that a stream needs. */
export interface LiveContext<Connection> {
  readonly store: { readonly read: Connection; readonly journal: Journal | undefined }
  /** Absent where the access of the caller cannot end. */
  readonly access?: CallerAccess | undefined
}

const position = z.string().max(100).nullish()

/**
 * The input of a stream that says where it goes on: the position of the last event that the client has. Clients of tRPC and browsers
 * send `lastEventId` by themselves after an interruption; it wins over `after`.
 */
export const since = { after: position, lastEventId: position }

/** Where a subscriber goes on, and when it leaves. */
export interface Since {
  /** The position of the last event that it has. Without one, it gets the changes from now on. */
  after?: string | null | undefined
  lastEventId?: string | null | undefined
  signal?: AbortSignal | undefined
}

const readers = new WeakMap<Journal, JournalReader>()

/** The reader of a store's journal, which all streams of the process share. @throws if no table is declared with `journal`. */
export function readerOf({ journal }: { readonly journal: Journal | undefined }): JournalReader {
  if (!journal) throw new Error('No table is declared with journal(...)')
  const reader = readers.get(journal) ?? new JournalReader(journal)
  readers.set(journal, reader)
  return reader
}

/** What happens to a subscriber, with the position from which it goes on after it. */
export type Step =
  /** It has given no position, and gets the changes after this one. */
  | { kind: 'started'; position: string }
  /** `isDue`: it should get an event, so that it has a new position. */
  | { kind: 'batch'; position: string; batch: Batch; isDue: boolean }
  /** The journal does not have its position: it must read all again. */
  | { kind: 'reset'; position: string }
  /** Its caller is another one now, and gets no more events. */
  | { kind: 'ended'; position: string; isSignedOut: boolean }

/**
 * Follows the journal for a subscriber, until it leaves or its access ends. A batch with a change by which the access can have ended
 * is given only after the caller was found again.
 */
export async function* journalSteps(
  { store, access }: LiveContext<unknown>,
  { after, lastEventId, signal = new AbortController().signal }: Since,
): AsyncGenerator<Step, void, void> {
  const reader = readerOf(store)
  const until = access ? AbortSignal.any([signal, access.ended]) : signal
  let position = lastEventId ?? after ?? ''
  if (position === '') {
    position = await reader.position()
    yield { kind: 'started', position }
  }
  // The access can have ended before this position.
  await access?.check()
  let sentAt = Date.now()
  for (let isReset = true; isReset; ) {
    isReset = false
    for await (const batch of reader.follow(position, until)) {
      if (access && batch?.changes.some((change) => access.mayEndBy(change))) await access.check()
      if (access?.ended.aborted) break
      // The subscriber can have been at a server that was ahead of this reader.
      position = batch ? batch.to : await reader.newest()
      const isDue = Date.now() - sentAt > POSITION_PERIOD
      if (isDue) sentAt = Date.now()
      isReset = !batch
      if (batch) yield { kind: 'batch', position, batch, isDue }
      else yield { kind: 'reset', position }
    }
  }
  if (access?.ended.aborted && !signal.aborted) yield { kind: 'ended', position, isSignedOut: access.isSignedOut() }
}

/** Resolves when a subscriber has left. */
export function left(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (!signal || signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
