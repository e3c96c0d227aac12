import { z } from 'zod'
import type { Schema } from '../rest/index.ts'

/** The named schemas of a document, and references to them. */
export class Schemas {
  readonly #names: ReadonlyMap<z.core.$ZodTypeDef, string>

  constructor(named: readonly [name: string, schema: z.ZodType][]) {
    // The key is the definition, which a compiled schema shares with its source.
    this.#names = new Map(named.map(([name, schema]) => [schema.def, name]))
  }

  /** A schema, or a reference to it if it has a name. */
  refer(schema: z.ZodType, io: 'input' | 'output'): Schema {
    const name = this.#names.get(schema.def)
    return name ? reference(name) : this.describe(schema, io)
  }

  /** A schema in full; named schemas inside it are references. */
  describe(schema: z.ZodType, io: 'input' | 'output'): Schema {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      io,
      unrepresentable: 'any',
      override: ({ zodSchema, jsonSchema }) => {
        const name = zodSchema._zod.def === schema.def ? undefined : this.#names.get(zodSchema._zod.def)
        if (name) replace(jsonSchema, reference(name))
        // A client must accept fields that later versions add.
        if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      },
    })
    return json
  }
}

/** A reference to a named schema. */
export function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}

function replace(schema: Schema, by: Schema): void {
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key)
  Object.assign(schema, by)
}

/** The properties of `views` that are schemas, sorted by name. */
export function namedSchemas(views: object): [name: string, schema: z.ZodType][] {
  return Object.entries<unknown>({ ...views })
    .flatMap(([name, view]): [string, z.ZodType][] => (view instanceof z.ZodType ? [[name, view]] : []))
    .sort(([one], [other]) => (one < other ? -1 : 1))
}
