import type { AnyTRPCRouter } from '@trpc/server'
import { z } from 'zod'
import type { Access, Meta } from './procedure-builder.ts'
import type { CommonReason } from './reasons.ts'

/** The metadata of a procedure. */
export interface Procedure {
  /** `books.byId` */
  path: string
  kind: 'query' | 'mutation' | 'subscription'
  access: Access
  input: z.ZodType | undefined
  output: z.ZodType
  /** Every reason of its errors, except `CHANGED_MEANWHILE`, which any mutation can have. */
  reasons: string[]
}

/**
 * Every procedure of a router, in its order.
 *
 * @throws if one does not say who may call it, or has no output schema.
 */
export function procedures(router: AnyTRPCRouter): Procedure[] {
  return Object.entries<unknown>(router._def.procedures).map(([path, procedure]) => {
    if (!isProcedure(procedure)) throw new Error(`${path} does not declare its output and who may call it`)
    const { type: kind, meta, inputs, output } = procedure._def
    const [input] = inputs
    return { path, kind, access: meta.access, input, output, reasons: reasonsOf(meta, input) }
  })
}

interface Definition {
  type: 'query' | 'mutation' | 'subscription'
  meta: Meta<string> & { access: Access }
  inputs: z.ZodType[]
  output: z.ZodType
}

/** Whether it was created with `initRpc`, with at most one input, and an output. */
function isProcedure(value: unknown): value is { _def: Definition } {
  if (typeof value !== 'function' || !('_def' in value)) return false
  const definition = z.object({
    type: z.literal(['query', 'mutation', 'subscription']),
    meta: z.object({ access: z.string() }),
    inputs: z.array(z.instanceof(z.ZodType)).max(1),
    output: z.instanceof(z.ZodType),
  })
  return definition.safeParse(value._def).success
}

/** The declared reasons, and those that follow from its input, its cursor and who may call it. */
function reasonsOf({ access, reasons = [] }: Definition['meta'], input: z.ZodType | undefined): string[] {
  const all: CommonReason[] = []
  if (input) all.push('INVALID_INPUT')
  if (input instanceof z.ZodObject && 'cursor' in input.shape) all.push('INVALID_CURSOR')
  if (input instanceof z.ZodObject && 'version' in input.shape) all.push('STALE')
  if (access !== 'anyone') all.push('NOT_SIGNED_IN')
  if (access === 'self' || access === 'ruled' || access === 'admin') all.push('NOT_ALLOWED')
  return [...all, ...reasons]
}
