import type { AnyTRPCProcedure, AnyTRPCRouter } from '@trpc/server'
import { z } from 'zod'
import type { Access, Meta } from './procedure-builder.ts'
import type { CommonReason } from './reasons.ts'

/** Who may call a procedure, in words. */
export const callersOf: Readonly<Record<Access, string>> = {
  anyone: 'anyone',
  viewer: 'signed-in users and services',
  self: 'the user whose data it is, admins and services',
  ruled: 'the users whom an access rule admits, admins and services',
  admin: 'services and admins',
}

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
  return definitionsOf(router).map(({ path, type: kind, meta, input, output }) => {
    if (!hasAccess(meta)) throw undeclared(path)
    return { path, kind, access: meta.access, input, output, reasons: reasonsOf(meta, input) }
  })
}

/** The definition of a procedure, as it was made with tRPC. */
export interface Definition extends Pick<Procedure, 'path' | 'input' | 'output'> {
  readonly procedure: AnyTRPCProcedure
  readonly type: Procedure['kind']
  readonly meta: Meta<string>
}

const definition = z.object({
  type: z.literal(['query', 'mutation', 'subscription']),
  meta: z.custom<Meta<string>>().default({}),
  inputs: z.array(z.instanceof(z.ZodType)).max(1),
  output: z.instanceof(z.ZodType),
})

/** The definitions of the procedures of a router: the only place that reads them. @throws if one has two inputs or no output. */
export function definitionsOf(router: AnyTRPCRouter): Definition[] {
  return Object.entries<AnyTRPCProcedure>(router._def.procedures).map(([path, procedure]) => {
    const { data, error } = definition.safeParse(procedure._def)
    if (!data) throw undeclared(path, error)
    const { inputs, ...rest } = data
    return { path, procedure, input: inputs[0], ...rest }
  })
}

const undeclared = (path: string, cause?: unknown) =>
  new Error(`${path} does not declare its output and who may call it`, { cause })

const hasAccess = (meta: Meta<string>): meta is WithAccess => meta.access !== undefined
type WithAccess = Meta<string> & { access: Access }

/** The declared reasons, and the common ones that its input and its access imply. */
function reasonsOf({ access, reasons = [] }: WithAccess, input: z.ZodType | undefined): string[] {
  const all: CommonReason[] = []
  if (input) all.push('INVALID_INPUT')
  if (input instanceof z.ZodObject && 'cursor' in input.shape) all.push('INVALID_CURSOR')
  if (input instanceof z.ZodObject && 'version' in input.shape) all.push('STALE')
  if (access !== 'anyone') all.push('NOT_SIGNED_IN')
  if (access === 'self' || access === 'ruled' || access === 'admin') all.push('NOT_ALLOWED')
  return [...all, ...reasons]
}
