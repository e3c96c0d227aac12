import { z } from 'zod'
import type { Reason } from './errors.ts'
import { appRouter } from './root.ts'
import type { Meta, Who } from './trpc.ts'

/** What is known of a procedure without calling it. */
export interface Procedure {
  /** `posts.byId` */
  path: string
  kind: 'query' | 'mutation'
  who: Who
  input: z.ZodType | undefined
  output: z.ZodType
  /** Every reason it refuses with, but for `CHANGED_MEANWHILE`, which any mutation can run into. */
  reasons: Reason[]
}

/** Every procedure of the router, in its order. */
export const procedures: Procedure[] = Object.entries<unknown>(appRouter._def.procedures).map(([path, procedure]) => {
  if (!isProcedure(procedure)) throw new Error(`${path} is not a procedure with an output and a caller`)
  const { type: kind, meta, inputs, output } = procedure._def
  const [input] = inputs
  return { path, kind, who: meta.who, input, output, reasons: reasonsOf(meta, input) }
})

interface Definition {
  type: 'query' | 'mutation'
  meta: Meta & { who: Who }
  inputs: z.ZodType[]
  output: z.ZodType
}

/** Whether it is made as every procedure here is: from one of `trpc.ts`, with at most one input, and an output. */
function isProcedure(value: unknown): value is { _def: Definition } {
  if (typeof value !== 'function' || !('_def' in value)) return false
  const definition = z.object({
    type: z.literal(['query', 'mutation']),
    meta: z.object({ who: z.string() }),
    inputs: z.array(z.instanceof(z.ZodType)).max(1),
    output: z.instanceof(z.ZodType),
  })
  return definition.safeParse(value._def).success
}

/** The reasons it declares, and those that follow: from having an input or a cursor, and from who may call it. */
function reasonsOf({ who, reasons = [] }: Definition['meta'], input: z.ZodType | undefined): Reason[] {
  const all: Reason[] = []
  if (input) all.push('INVALID_INPUT')
  if (input instanceof z.ZodObject && 'cursor' in input.shape) all.push('INVALID_CURSOR')
  if (who !== 'anyone') all.push('NOT_SIGNED_IN')
  if (who === 'self' || who === 'service' || who === 'admin') all.push('NOT_ALLOWED')
  return [...all, ...reasons]
}
