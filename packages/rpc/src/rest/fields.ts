import { z } from 'zod'

/** A JSON schema, also in an OpenAPI document. */
export type Schema = z.core.JSONSchema.JSONSchema

/** A value of the input that can be given by a path or query parameter. */
export interface Field {
  /** The path of the value in the input: `['subjects', 'all']`. */
  readonly path: readonly string[]
  /** Whether the parameter may be repeated: each occurrence is an item of an array. */
  readonly isList: boolean
  /** Converts the text to the type of the schema. Text that does not fit is unchanged, and the schema refuses it. */
  readonly coerce: (text: string) => unknown
  /** The JSON schema of its values, and whether it is required. */
  readonly schema: Schema
  readonly isRequired: boolean
}

/** The fields of an input by the name of their parameter: nested ones are `subjects.all`. */
export function fieldsOf(input: z.ZodType | undefined): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>()
  const visit = (schema: Schema, path: readonly string[], isRequired: boolean) => {
    const options = alternativesOf(schema)
    for (const { properties = {}, required = [] } of options) {
      for (const [name, property] of Object.entries(properties)) {
        if (typeof property === 'object') visit(property, [...path, name], isRequired && required.includes(name))
      }
    }
    const list = options.find((option) => option.type === 'array')
    const scalars = list ? alternativesOf(itemOf(list)) : options
    const types = new Set(scalars.flatMap(({ type }) => type ?? []))
    types.delete('object')
    if (path.length > 0 && types.size > 0) {
      const fitting = options.filter(({ type }) => type !== 'object' && type !== 'null')
      fields.set(path.join('.'), {
        path,
        isList: list !== undefined,
        coerce: (text) => coerce(text, types),
        schema:
          fitting.length === options.length ? schema : fitting.length === 1 ? { ...fitting[0] } : { anyOf: fitting },
        isRequired: isRequired && !('default' in schema),
      })
    }
  }
  if (input) visit(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }), [], true)
  return fields
}

function alternativesOf(schema: Schema): Schema[] {
  const union = schema.anyOf ?? schema.oneOf
  if (union) return union.flatMap((option) => (typeof option === 'object' ? alternativesOf(option) : []))
  return Array.isArray(schema.type) ? schema.type.map((type) => ({ ...schema, type })) : [schema]
}

function itemOf({ items }: Schema): Schema {
  const [item] = [items].flat()
  return typeof item === 'object' ? item : {}
}

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

function coerce(text: string, types: ReadonlySet<string>): unknown {
  if ((types.has('integer') || types.has('number')) && NUMBER.test(text)) return Number(text)
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}
