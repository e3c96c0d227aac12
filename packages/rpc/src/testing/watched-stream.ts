import { isTrackedEnvelope } from '@trpc/server'

/** The events of a stream that a procedure has returned. Empty ones, with which a stream starts, are left out. */
export function watchedStream(stream: AsyncIterable<unknown>) {
  const events = stream[Symbol.asyncIterator]()
  let position: string | undefined

  /** The next event. `undefined` after the end. */
  async function next(): Promise<unknown> {
    for (;;) {
      const { value } = await events.next()
      if (!isTrackedEnvelope(value)) return undefined
      const [id, data] = value
      position = id
      if (JSON.stringify(data) !== '{"kind":"changed","rows":[]}') return data
    }
  }
  return {
    next,
    /** Waits until the stream has started: it then has every later change. */
    started: async () => {
      const { value } = await events.next()
      if (isTrackedEnvelope(value)) [position] = value
    },
    /** The position of the last event. */
    position: () => position,
  }
}
