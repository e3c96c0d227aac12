import type { TrackedEnvelope } from '@trpc/server'
import { z } from 'zod'

/** What a procedure returns that sends events, each with the position from which a client goes on after it. */
export type Events<Event> = AsyncGenerator<TrackedEnvelope<Event>, void, void>

/** By the definition of the output, which a compiled schema shares. */
const events = new WeakMap<object, z.ZodType>()

/** The output of a procedure that sends events. Their schema is for the reference; what is sent has been parsed by it. */
export function eventsOutput<Event>(event: z.ZodType<Event>): z.ZodType<Events<Event>> {
  const output = z.custom<Events<Event>>(
    (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
  )
  events.set(output.def, event)
  return output
}

/** The schema of the events of an output, or `undefined` if it is no stream. */
export const eventOf = (output: z.ZodType): z.ZodType | undefined => events.get(output.def)
