import { z } from 'zod'
import type { Schema } from './rest/index.ts'

/** Names of schemas by their definition, which a compiled schema shares with its source. */
export type Names = Map<z.core.$ZodTypeDef, string>

/**
 * A schema as a TypeScript-like type on one line: `string(300)` is a string of at most 300 characters, `1..100` a number
 * in this range, `= 20` a default, `uuid` and `date` texts of these formats. Schemas with a name are replaced by it.
 */
export function typeText(schema: z.ZodType, io: 'input' | 'output', names: Names): string {
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const name = zodSchema._zod.def === schema.def ? undefined : names.get(zodSchema._zod.def)
      if (name) jsonSchema.title = name
    },
  })
  return text(json)
}

function text(schema: Schema | boolean): string {
  if (typeof schema === 'boolean') return 'unknown'
  if (schema.title) return schema.title
  const union = schema.anyOf ?? schema.oneOf
  if (union) return union.map(text).join(' | ')
  if (schema.const !== undefined) return literal(schema.const)
  if (schema.enum) return schema.enum.map(literal).join(' | ')
  switch (schema.type) {
    case 'object':
      return object(schema)
    case 'array':
      return list(schema)
    case 'string':
      if (schema.format === 'uuid' || schema.format === 'date') return schema.format
      return schema.maxLength === undefined ? 'string' : `string(${schema.maxLength})`
    case 'integer':
    case 'number':
      return range(schema)
    default:
      return [schema.type ?? 'unknown'].flat().join(' | ')
  }
}

const literal = (value: unknown) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))

function object({ properties = {}, required = [] }: Schema): string {
  const { items, nextCursor } = properties
  if (nextCursor && typeof items === 'object') return `Page<${itemText(items)}>`
  const fields = Object.entries(properties).map(([name, field]) => {
    const value = typeof field === 'object' ? field.default : undefined
    const given = value === undefined ? '' : ` = ${literal(value)}`
    return `${name}${required.includes(name) && !given ? '' : '?'}: ${text(field)}${given}`
  })
  return fields.length > 0 ? `{ ${fields.join(', ')} }` : '{}'
}

/** The type of the items of an array. */
function itemText({ items = true }: Schema): string {
  const [item = true] = [items].flat()
  return text(item)
}

function list(schema: Schema): string {
  const item = itemText(schema)
  // Only a union needs parentheses.
  return /^[^{]* \| /.test(item) ? `(${item})[]` : `${item}[]`
}

/** Every number has bounds. The bounds of ids are omitted. */
function range({ minimum, maximum }: Schema): string {
  const bounded = minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER
  return bounded ? `${minimum}..${maximum}` : 'number'
}
