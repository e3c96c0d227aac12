import { z } from 'zod'

/**
 * A procedure builder whose `input` and `output` take compiled schemas: code generated for the schema, run
 * synchronously. tRPC itself calls `parseAsync`, where zod interprets the schema and creates a promise at every step.
 * For a page of rows, that takes longer than reading them. The schemas of procedures must be synchronous.
 */
export function withCompiledSchemas<Builder extends object>(builder: Builder): Builder {
  return new Proxy(builder, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key)
      if (typeof member !== 'function') return member
      return (...given: unknown[]) => {
        const made: unknown = Reflect.apply(member, target, given.map(compiled))
        return isBuilder(made) ? withCompiledSchemas(made) : made
      }
    },
  })
}

/** A compiled schema that parses the same; any other value is returned unchanged. */
function compiled(value: unknown): unknown {
  if (!(value instanceof z.ZodType)) return value
  const schema = z.compile(value)
  // A call without an input gives no field. The error of a missing field names it.
  const absent = value instanceof z.ZodObject ? {} : undefined
  // tRPC awaits the result, so it need not be a promise.
  return Object.assign(schema, { parseAsync: (input: unknown) => schema.parse(input === undefined ? absent : input) })
}

function isBuilder(value: unknown): value is object {
  return typeof value === 'object' && value !== null && '_def' in value && 'query' in value
}
