import type { AnyTRPCRouter } from '@trpc/server'
import trpc from '@trpc/server/package.json' with { type: 'json' }
import type { z } from 'zod'
import { eventOf } from '../live/events-output.ts'
import { namedSchemas } from '../openapi/schemas.ts'
import { callersOf, type Procedure, procedures } from '../procedures.ts'
import { alwaysReasons, commonReasons } from '../reasons.ts'
import { type TypeNames, typeOf } from './type-of.ts'

/** The version of tRPC to whose types the declarations refer. Packages of tRPC fit each other only in one version. */
export const trpcVersion: string = trpc.version

/** Procedures and the nouns that have them, by name. */
interface Nested {
  [name: string]: Procedure | Nested
}

/**
 * The declarations of a router for its clients, as a module that imports nothing but `@trpc/server`: `AppRouter`, `RouterInputs`,
 * `RouterOutputs`, `RouterReasons`, `Reason`, and a type for each view. They are written from the schemas of the procedures.
 *
 * @throws if a procedure takes or returns values that JSON has not.
 */
export function clientTypes(
  router: AnyTRPCRouter,
  { reasons, views = {} }: { reasons: Readonly<Record<string, object>>; views?: object },
): string {
  const named = namedSchemas(views)
  const names: TypeNames = new Map(named.map(([name, view]) => [view.def, name]))
  const nested: Nested = {}
  for (const procedure of procedures(router)) place(nested, procedure.path.split('.'), procedure)
  const all = Object.keys({ ...commonReasons, ...reasons })
  return `${HEAD}
/** A reason of an error. */
export type Reason = ${union(all)}

/** The reasons that any call may be refused with. */
type Always = ${union(alwaysReasons)}

${named.map(([name, view]) => `export type ${name} = ${describe(name, view, 'output', names)}`).join('\n')}

/** The procedures by noun. */
interface Procedures ${written(nested, names)}

/** The type of the router, for the clients of tRPC: the name, input and output of every procedure. */
export type AppRouter = TRPCBuiltRouter<
  { ctx: object; meta: object; errorShape: ErrorShape<Reason>; transformer: false },
  { [Noun in keyof Procedures]: Procedures[Noun] }
>

/** The input of each procedure: \`RouterInputs['books']['create']\`. */
export type RouterInputs = inferRouterInputs<AppRouter>
/** The output of each procedure: \`RouterOutputs['books']['byId']\`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>
/** The reasons that each procedure refuses with: \`RouterReasons['books']['create']\`. */
export type RouterReasons = {
  [Noun in keyof Procedures]: {
    [Name in keyof Procedures[Noun]]: Procedures[Noun][Name] extends {
      _def: { $types: { errorShape: { data: { reason: infer Named } } } }
    }
      ? NonNullable<Named>
      : never
  }
}
`
}

const HEAD = `import type {
  inferRouterInputs,
  inferRouterOutputs,
  TRPC_ERROR_CODE_NUMBER,
  TRPCBuiltRouter,
  TRPCDefaultErrorData,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
} from '@trpc/server'

interface ErrorData<Named extends string> extends TRPCDefaultErrorData {
  /** \`null\` where the code says enough. */
  reason: Named | null
  /** Messages by the path of the input they are about. */
  fields: Record<string, string> | null
  /** For \`STALE\`: the current row. */
  current?: unknown
}
interface ErrorShape<Named extends string> {
  code: TRPC_ERROR_CODE_NUMBER
  message: string
  data: ErrorData<Named>
}
interface Types<Input, Output, Named extends string> {
  input: Input
  output: Output
  meta: unknown
  errorShape: ErrorShape<Named | Always>
}
type Query<Input, Output, Named extends string> = TRPCQueryProcedure<Types<Input, Output, Named>>
type Mutation<Input, Output, Named extends string> = TRPCMutationProcedure<Types<Input, Output, Named>>
type Subscription<Input, Event, Named extends string> = TRPCSubscriptionProcedure<
  Types<Input, AsyncIterable<{ id: string; data: Event }>, Named>
>
`

const builders = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }
const union = (texts: readonly string[]) => texts.map((one) => JSON.stringify(one)).join(' | ') || 'never'

function place(nested: Nested, [name = '', ...rest]: string[], procedure: Procedure): void {
  if (rest.length === 0) {
    nested[name] = procedure
    return
  }
  const inner = nested[name] ?? {}
  nested[name] = inner
  if (!isProcedure(inner)) place(inner, rest, procedure)
}

const isProcedure = (value: Procedure | Nested): value is Procedure => 'path' in value && typeof value.path === 'string'

function written(nested: Nested, names: TypeNames): string {
  const entries = Object.entries(nested).map(([name, value]) =>
    isProcedure(value) ? procedureText(name, value, names) : `${name}: ${written(value, names)}`,
  )
  return `{\n${entries.join('\n')}\n}`
}

function procedureText(name: string, { path, kind, access, input, output, reasons }: Procedure, names: TypeNames) {
  const taken = input
    ? describe(path, input, 'input', names) + (input.safeParse(undefined).success ? ' | undefined' : '')
    : 'void'
  const sent = describe(path, eventOf(output) ?? output, 'output', names)
  return `/** For ${callersOf[access]}. */\n${name}: ${builders[kind]}<${taken}, ${sent}, ${union(reasons)}>`
}

function describe(where: string, schema: z.ZodType, io: 'input' | 'output', names: TypeNames): string {
  try {
    return namedAs(schema, where, names) ?? typeOf(schema, io, names)
  } catch (cause) {
    throw new Error(`${where}: the ${io} has no type in JSON (${cause instanceof Error ? cause.message : cause})`, {
      cause,
    })
  }
}

/** The name of a schema, except in its own declaration. */
const namedAs = (schema: z.ZodType, where: string, names: TypeNames) => {
  const name = names.get(schema.def)
  return name === where ? undefined : name
}
