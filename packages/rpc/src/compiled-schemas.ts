import { z } from 'zod'

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
