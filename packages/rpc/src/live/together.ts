import { tracked } from '@trpc/server'
import type { Events } from './events-output.ts'

/** Starts a stream after an event, or from now on. */
type Start<Event> = (lastEventId: string | undefined) => Events<Event>

/**
 * Several streams as one, for clients with few connections. The position of an event is those of all streams, in their order: a
 * client that comes back with other streams starts from now on. It ends when all of them have ended.
 */
export async function* together<Event>(starts: Start<Event>[], lastEventId?: string | null): Events<Event> {
  const known = lastEventId?.split(',') ?? []
  const parts = starts.map((start, index) => {
    const position = known.length === starts.length ? known[index] : undefined
    return { position, events: start(position || undefined) }
  })
  const ready: { part: (typeof parts)[number]; next: Awaited<ReturnType<Events<Event>['next']>> }[] = []
  let failure: { error: unknown } | undefined
  let wake = () => {}
  // Each stream is at most one event ahead of the client.
  function advance(part: (typeof parts)[number]) {
    part.events
      .next()
      .then(
        (next) => ready.push({ part, next }),
        (error: unknown) => {
          failure = { error }
        },
      )
      .then(() => wake())
  }
  for (const part of parts) advance(part)
  try {
    for (let running = parts.length; running > 0; ) {
      const first = ready.shift()
      if (failure) throw failure.error
      if (!first) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      } else if (first.next.done) running--
      else {
        const [position, event] = first.next.value
        first.part.position = position
        yield tracked(parts.map(({ position = '' }) => position).join(','), event)
        advance(first.part)
      }
    }
  } finally {
    // One that waits for a change ends when its signal aborts.
    for (const { events } of parts) events.return().catch(() => undefined)
  }
}
