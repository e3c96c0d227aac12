import type {
  AnyTRPCMiddlewareFunction,
  TRPCMiddlewareFunction,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
  TRPCSubscriptionProcedure,
  TrackedEnvelope,
} from '@trpc/server'
import type { AnyProcedureBuilder } from '@trpc/server/unstable-core-do-not-import'
import { z } from 'zod'
import type { ErrorShape, Refuses } from './errors.ts'
import type { AlwaysReason, InputReason } from './reasons.ts'

/**
 * The least that may call a procedure: `self` is the viewer whose row it is, `ruled` a viewer whom an access rule admits,
 * `admin` an admin or a service. Admins and services may call every procedure.
 */
export type Access = 'anyone' | 'viewer' | 'self' | 'ruled' | 'admin'

/** The metadata of a procedure: its REST routes, its reasons and access for the reference and the types of its errors. */
export interface Meta<Reason extends string> {
  /**
   * Its REST route, or several with the main one first: `POST /authors/{authorId}/books`. A parameter in the path fills the
   * field of its name; `{writerId:authorId}` fills `authorId`.
   */
  http?: string | readonly string[]
  /** For a procedure that creates a row: the URL to read it, `/books/{id}`, with fields of the output. */
  created?: string
  access?: Access
  /** The reasons it refuses with, besides the common ones that its input and its access imply. */
  reasons?: readonly Reason[]
  /** Whether the audit trail has every call of it, and not only calls by services and admins. */
  audited?: boolean
  /** Whether its response has a secret. It is then not stored under an idempotency key, and a repeated call runs again. */
  hasSecret?: boolean
  /**
   * For a small idempotent mutation, whose statements are declared with `batched` of `@trellis/store`: on a server, calls
   * that wait at the same time share a transaction and its statements.
   */
  sharesTransaction?: boolean
  /** The points that a call spends of the budget of its caller: by default 1 for a query, 5 for a mutation. Longer pages cost more. */
  cost?: number
}

/**
 * Builds a procedure as tRPC's builder does, and keeps in its type the reasons that its errors may have: they are
 * declared by `meta`, or follow from its input and from its access. Its output comes last.
 */
export interface ProcedureBuilder<Ctx extends object, Reason extends string, Declared extends string, In, Parsed> {
  meta<const More extends Reason = never>(meta: Meta<More>): ProcedureBuilder<Ctx, Reason, Declared | More, In, Parsed>
  /** Adds a middleware of the domain. It runs before the transaction of a mutation. */
  use<More extends object>(
    middleware: TRPCMiddlewareFunction<Ctx, Meta<string>, object, More, Parsed>,
  ): ProcedureBuilder<Ctx & More, Reason, Declared, In, Parsed>
  input<Schema extends z.core.$ZodType>(
    schema: Schema,
  ): ProcedureBuilder<Ctx, Reason, Declared | InputReason<keyof z.input<Schema>>, z.input<Schema>, z.output<Schema>>
  output<Schema extends z.core.$ZodType>(
    schema: Schema,
  ): Resolvable<Refuses<Declared | AlwaysReason> & Ctx, ErrorShape<Declared | AlwaysReason>, In, Parsed, Schema>
}

/** A procedure that only lacks its resolver. A mutation is a transaction: `ctx.db` is its connection. */
export interface Resolvable<Ctx extends object, Shape, In, Parsed, Output extends z.core.$ZodType> {
  query(
    resolver: Resolver<Ctx, Parsed, z.input<Output>>,
  ): TRPCQueryProcedure<{ input: In; output: z.output<Output>; meta: unknown; errorShape: Shape }>
  mutation(
    resolver: Resolver<Ctx, Parsed, z.input<Output>>,
  ): TRPCMutationProcedure<{ input: In; output: z.output<Output>; meta: unknown; errorShape: Shape }>
  /** For an output of `@trellis/rpc/live`. */
  subscription(
    resolver: Resolver<Ctx, Parsed, z.input<Output>>,
  ): TRPCSubscriptionProcedure<{ input: In; output: Received<z.output<Output>>; meta: unknown; errorShape: Shape }>
}

/** A stream of events as a client receives it. */
type Received<Stream> =
  Stream extends AsyncIterable<TrackedEnvelope<infer Event>> ? AsyncIterable<{ id: string; data: Event }> : never

type Resolver<Ctx extends object, Parsed, Result> = (call: {
  readonly ctx: Ctx
  readonly input: Parsed
  readonly path: string
  /** Aborts when the client breaks the request off. */
  readonly signal: AbortSignal | undefined
}) => Result | Promise<Result>

/** A builder over tRPC's, which puts the steps between the input and the output of the procedure: each one around those after it. */
export function procedureBuilder<Ctx extends object, Reason extends string, Declared extends string, In, Parsed>(
  base: AnyProcedureBuilder,
  around: Readonly<Record<'query' | 'mutation', readonly AnyTRPCMiddlewareFunction[]>>,
): ProcedureBuilder<Ctx, Reason, Declared, In, Parsed> {
  return {
    meta: (meta) => procedureBuilder(base.meta(meta), around),
    use: (middleware) => procedureBuilder(base.use(middleware), around),
    input: (schema) => procedureBuilder(base.input(compiled(schema)), around),
    output: (schema) => {
      const output = compiled(schema)
      const resolvable: Pick<AnyProcedureBuilder, 'query' | 'mutation'> = {
        query: (resolver) => withSteps(base, around.query).output(output).query(resolver),
        mutation: (resolver) => withSteps(base, around.mutation).output(output).mutation(resolver),
      }
      const { subscription } = withSteps(base, around.query).output(output)
      type Made = Resolvable<never, never, never, never, typeof schema>
      // Sound: tRPC makes procedures of these types unless `experimental_caller` was called, which this builder has not.
      return {
        ...(resolvable as Omit<Made, 'subscription'>),
        subscription: subscription as unknown as Made['subscription'],
      }
    },
  }
}

/** A builder with these middlewares, in this order. */
export function withSteps(base: AnyProcedureBuilder, steps: readonly AnyTRPCMiddlewareFunction[]): AnyProcedureBuilder {
  return steps.reduce((builder, step) => builder.use(step), base)
}

/**
 * A compiled schema that parses the same: code generated for the schema, run synchronously. tRPC itself calls
 * `parseAsync`, where zod interprets the schema and creates a promise at every step. For a page of rows, that takes
 * longer than reading them. The schemas of procedures must be synchronous.
 */
export function compiled(schema: z.core.$ZodType): z.core.$ZodType {
  if (!(schema instanceof z.ZodType)) return schema
  const parser = z.compile(schema)
  // A call without an input gives no field. The error of a missing field names it.
  const absent = schema instanceof z.ZodObject ? {} : undefined
  // tRPC awaits the result, so it need not be a promise.
  return Object.assign(parser, { parseAsync: (input: unknown) => parser.parse(input === undefined ? absent : input) })
}
